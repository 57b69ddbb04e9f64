import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import t, { type Test } from 'tap';
import { call, sede, setUpFolder, startProcess } from '../support/process.js';
import { sedeHere } from '../support/sede.js';

t.test('sede module takes a module away and brings it back, whether the portal runs or not', async (t) => {
  const { data, token, root } = await setUpFolder(t);
  const module = (...args: string[]) => sedeHere(['module', ...args, '--data', data]);
  const backup = (...args: string[]) => sedeHere(['backup', ...args, '--data', data]);
  const stateOf = async (id: string) => {
    const { modules } = JSON.parse((await module('list', '--json')).out) as { modules: { id: string; state: string }[] };
    return modules.find((one) => one.id === id)?.state;
  };

  await t.test('wrong input is refused with a sentence, and nothing has changed', async (t) => {
    t.match(await module('archive', 'sales'), { code: 1, err: /This module is not switched off. First it must be parked/ });
    t.match(await module('archive', 'sales', '--dry-run'), { code: 0, out: /would be refused: sales is on, and must be parked/ });
    t.match(await module('park', 'crm'), { code: 1, err: /Switch those off first. They are: sales/ });
    t.match(await module('archive', 'nothing'), { code: 1, err: /there is no module "nothing"/ });
    t.match(await module('attach', 'nothing.sede-archive'), { code: 1, err: /there is no nothing.sede-archive/ });
    t.match(await module('attach', join(root, 'answers.toml')), { code: 1, err: /no archive of a module. answers.toml cannot be read as one/ });
    t.match(await module('fly', 'sales'), { code: 2 });
    t.equal(await stateOf('sales'), 'on');
  });

  const portal = await startProcess(t, ['--data', data], { bundled: true });
  const get = async (path: string) => (await call(portal, token, 'GET', path)).status;
  let archive = '';

  await t.test('while the portal runs it is the portal that takes the step', async (t) => {
    t.equal((await stat(join(data, 'control.json'))).mode & 0o077, 0, 'what opens the way is for the owner of the folder alone');
    t.equal(await get('sales/quotes'), 200);
    t.match(await module('park', 'sales'), { code: 0, out: /sales is parked/ });
    t.equal(await get('sales/quotes'), 404);
    t.match(await module('archive', 'sales', '--dry-run'), { code: 0, out: /^sede module archive sales would touch:.*Nothing was changed/s });
    t.equal(await stateOf('sales'), 'parked');
    const [one, other] = await Promise.all([0, 1].map(() => sede(['module', 'archive', 'sales', '--data', data], { bundled: true })));
    t.same([one?.code, other?.code].sort(), [0, 1], 'never twice at once');
    t.equal(await stateOf('sales'), 'archived');
    archive = (JSON.parse((await module('list', '--json')).out) as { archives: { name: string }[] }).archives[0]?.name ?? '';
    const { port } = JSON.parse(await readFile(join(data, 'control.json'), 'utf8')) as { port: number };
    t.equal((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })).status, 401, 'nobody without the secret');
  });

  const attachBroken = async (t: Test) => {
    await writeFile(join(root, 'broken.sede-archive'), (await readFile(join(data, 'archives', archive))).subarray(0, -200));
    t.match(await module('attach', join(root, 'broken.sede-archive')), { code: 1, err: /The archive is damaged/ });
    t.same(await readdir(join(data, 'archives')), [archive], 'what was refused is not kept among the archives');
  };
  await t.test('a broken archive is refused by the portal', attachBroken);

  await t.test('without it the command does it itself', async (t) => {
    t.equal((await portal.end('SIGTERM')).code, 0);
    await attachBroken(t);
    t.match(await module('attach', archive, '--dry-run'), { code: 0, out: /sales of Ferragens Aurora/ });
    const set = (await backup('now')).out.trim();
    t.match(await module('resume', 'sales'), { code: 1, err: /This module is archived. Bring it back from its archive, .* sede module attach/ });
    const wouldPurge = (...args: string[]) => module('purge', 'sales', '--dry-run', ...args);
    t.match(await wouldPurge('--with-archive'), { code: 0, out: `archives/${archive}: would be removed for good` });
    t.match(await wouldPurge(), { code: 0, out: `archives/${archive}: stays` });
    t.match((await backup('diff', set)).out, new RegExp(`module sales .*archived in the backup .archives/${archive}., archived in the portal now`));
    t.match(await module('attach', archive, '--parked'), { code: 0, out: /sales is parked/ });
    t.match(await module('purge', 'sales'), { code: 1, err: /--confirm sales/ });
    t.equal(await stateOf('sales'), 'parked');
    const purged = await module('purge', 'sales', '--confirm', 'sales', '--json');
    t.equal(purged.code, 0, purged.err);
    const { state, left, archives } = JSON.parse(purged.out) as { state: string; left: Record<string, number>; archives: object };
    t.equal(state, 'purged');
    t.same(archives, { removed: [], kept: [archive] }, 'what it can be attached from is said');
    t.match(await module('purge', 'sales', '--confirm', 'sales'), { code: 1, err: /There is nothing of this module here/ }, 'the second time it says so');
    t.same(
      Object.values(left).filter((count) => count !== 0),
      [],
    );
    t.match(await module('attach', archive), { code: 0, out: /sales is on/ });
    t.match((await module('list')).out, new RegExp(`${archive}\n +sales, ${archive.slice(6, 16)} .* UTC, 0 records, \\d+ rows, files: 0, .* made here`));
    const file = new BetterSqlite3(join(data, 'sede.sqlite'));
    file.prepare("insert into module_moves (module, work, data, at) values ('crm', 'archiving', '{}', '2026-03-04T05:06:07.000Z')").run();
    file.close();
    t.match((await module('list')).out, /archive was interrupted, begun 2026-03-04 05:06:07 UTC: with the next start everything is as it was before/);
    t.match(await module('park', 'sales'), { code: 0, err: /crm .*\n +archive was interrupted/ });
    t.match((await module('list')).out, /archive was interrupted, .*: everything is as it was before\. Do it again/);
    t.match(await module('purge', 'sales', '--confirm', 'sales', '--with-archive'), { code: 0, out: `archives/${archive} is removed.` });
    t.same(await readdir(join(data, 'archives')), [], 'also one from which it was attached before');
    for (const where of ['out of the backup', 'where it lies already'])
      t.match(await backup('bring-back', set, '--module', 'sales'), { code: 0, out: `sede module attach ${archive}` }, where);
    t.same(await readdir(join(data, 'archives')), [archive]);
  });
});
