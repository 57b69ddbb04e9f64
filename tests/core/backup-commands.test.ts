import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { sede, setUpFolder, startProcess } from '../support/process.js';

t.test('commands about backups and personal data', async (t) => {
  const { root, data } = await setUpFolder(t);
  const run = (...args: string[]) => sede([...args, '--data', data]);
  const plan = async (...args: string[]) => JSON.parse((await run('backup', 'plan', '--json', ...args)).out);
  const portal = await startProcess(t, ['--data', data]);

  await t.test('the plan is shown, and changed in the portal that runs', async (t) => {
    const changed = await plan('--hour', '5', '--days', '1,3,5', '--weekly', '6', '--rehearsal', 'daily');
    t.match(changed, { hour: 5, days: [1, 3, 5], keep: { daily: 7, weekly: 6, monthly: 3 }, rehearsal: 'daily', second: null });
  });

  await t.test('a plan that is refused leaves the second folder that came with it untouched', async (t) => {
    const share = join(root, 'share');
    await mkdir(share);
    const refused = await run('backup', 'plan', '--second', share, '--sealed', 'yes');
    t.match(refused, { code: 1, err: /Make a key first, .*sede backup key --new/ });
    t.same(await readdir(share), [], 'another portal may still take it');
  });

  await t.test('what is wrong is named and changes nothing', async (t) => {
    // They change nothing, so they need not wait for each other.
    const [late, away, gone] = await Promise.all([
      run('backup', 'plan', '--hour', '24'),
      run('backup', 'plan', '--second', join(root, 'nowhere')),
      run('backup', 'diff', 'nope'),
    ]);
    t.match(late, { code: 2, err: /--hour must be a whole number from 0 to 23, not "24"/ });
    t.match(away, { code: 1, err: /There is no folder .*nowhere/ });
    t.match(gone, { code: 1, err: /there is no backup nope; sede backup list names them/ });
    t.equal((await portal.end('SIGTERM')).code, 0);
    const [none, shown] = await Promise.all([run('backup', 'verify', 'nope'), run('backup', 'plan')]);
    t.match(none, { code: 1, err: /There is no backup nope/ });
    t.notMatch(none.err, /Restoring/, 'a backup that is not there is not said to be restored');
    t.match(shown.out, /^Made +Mon, Wed, Fri, at 05:00\nKept +of the last 7 days, 6 weeks and 3 months\nAlso in +no second folder\n/);
  });

  await t.test('a database that cannot be reached is named by the option that gave it', async (t) => {
    const file = join(root, 'all.tar.gz');
    t.equal((await run('backup', '--to', file)).code, 0);
    const { code, err } = await sede(['restore', file, '--data', join(root, 'elsewhere'), '--database-url', 'postgres://nobody@127.0.0.1:9/none']);
    t.equal(code, 1);
    t.match(err, /PostgreSQL does not answer .*See --database-url\./);
    t.notMatch(err, /config\.toml/);
  });

  await t.test('a key is made, printed once and encrypts from then on, whether the portal runs or not', async (t) => {
    const made = await run('backup', 'key', '--new');
    t.equal(made.code, 0);
    t.match(made.out, /^SEDE-\S+\n$/, 'alone on its line');
    t.match(made.err, /It is shown only now: print it or keep it/);
    t.match(await plan(), { sealed: true });
    const running = await startProcess(t, ['--data', data]);
    const other = JSON.parse((await run('backup', 'key', '--new', '--json')).out);
    t.match(other, { key: /^SEDE-/, id: /^[0-9a-f]{16}$/ });
    t.equal((await running.end('SIGTERM')).code, 0);
    const file = join(root, 'sealed');
    t.match(JSON.parse((await run('backup', '--to', file, '--json')).out), { encrypted: true });
    t.equal((await sede(['restore', file, '--data', join(root, 'opened'), '--key', other.key])).code, 0);
  });

  await t.test('who was erased is listed, and erased again from a list', async (t) => {
    const list = join(root, 'erased.json');
    await writeFile(list, '{');
    const torn = await run('privacy', 'apply', '--list', list);
    t.equal(torn.code, 1);
    t.match(torn.err, /cannot be read as a list/);
    await writeFile(list, '[["crm.contact", 1]]');
    t.same(JSON.parse((await run('privacy', 'apply', '--list', list, '--json')).out), { erased: 1 });
    t.match((await run('privacy', 'list')).out, /crm\.contact 1 /);
  });
});
