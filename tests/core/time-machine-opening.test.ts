import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { startPortal } from '../support/portal.js';
import { call, ownFolder, sede, setUpFolder, startProcess } from '../support/process.js';
import { backedUp, emptied, made, opened } from './time-machine-fixtures.js';

t.test('a backup that cannot be opened says why', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const set = await backedUp(p);
  const folder = join(p.folder, 'backups', 'sets', set);
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8');
  await writeFile(join(folder, 'manifest.json'), manifest.replace('"format": 2', '"format": 9'));
  t.match((await opened(p, set)).failure, { why: 'newer' });
  await writeFile(join(folder, 'manifest.json'), manifest);
  const database = join(folder, 'sede.sqlite.gz');
  const whole = await readFile(database);
  await writeFile(database, whole.subarray(0, whole.length / 2));
  t.match((await opened(p, set)).failure, { why: 'damaged' });
  await rm(database);
  t.match((await opened(p, set)).failure, { why: 'damaged' });
  await writeFile(database, whole);
  t.equal((await opened(p, set)).state, 'open', 'and is opened when it is mended');
  t.ok(existsSync(folder));
});

t.test('an encrypted one in the second folder is opened with its key, and not without', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const share = await ownFolder(t);
  t.equal((await p.admin.api('POST', 'backups/key')).status, 201);
  t.equal((await p.admin.api('PATCH', 'backups/plan', { second: share, sealed: true })).status, 200);
  const deal = await made(p, 'crm/deals', { title: 'Sealed' });
  const form = new FormData();
  form.append('file', new Blob(['secret'], { type: 'text/plain' }), 'secret.txt');
  const file = await made(p, 'files', form);
  await made(p, 'record-files', { recordType: 'crm.deal', recordId: deal.id, fileIds: [file.id] });
  const set = await backedUp(p);
  for (const part of ['sets', 'contents']) await rm(join(p.folder, 'backups', part), { recursive: true });
  const keys = join(p.folder, 'keys');
  const [key] = (await readdir(keys)).filter((name) => name.startsWith('backup-'));
  const printed = await readFile(join(keys, key as string), 'utf8');
  await rm(join(keys, key as string));
  t.match((await p.admin.api('POST', `backups/${set}/inside`)).status, 404, 'the second folder cannot be read without its key');
  await writeFile(join(keys, key as string), printed);
  t.equal((await p.admin.api('DELETE', `crm/deals/${deal.id}`)).status, 200);
  await emptied(p);
  await p.portal.services.db.write(({ q }) => q.updateTable('jobs').set({ due_at: p.now() }).where('kind', '=', 'core.discard').execute());
  await p.settle();
  t.equal((await opened(p, set)).state, 'open');
  const wish = { records: [{ type: 'crm.deal', id: deal.id }], withPointing: false, withPointed: false };
  t.match((await p.admin.api('POST', `backups/${set}/inside/bring-back`, wish)).body.items, [{ outcome: 'inserted' }]);
  t.equal((await p.admin.api('GET', `files/${file.id}`)).body, 'secret');

  await p.portal.services.db.write((tx) => tx.update('crm_deals', deal.id, { created_at: '2020-01-01T00:00:00.000Z' }));
  t.match(
    (await p.admin.api('POST', `backups/${set}/inside/bring-back`, wish)).body.items,
    [{ outcome: 'refused' }],
    'a number that another record has is not overwritten',
  );
});

t.test('by command, also while the portal runs, and whatever is killed', async (t) => {
  const { data, token } = await setUpFolder(t);
  const backup = (...args: string[]) => sede(['backup', ...args, '--data', data]);
  const portal = await startProcess(t, ['--data', data]);
  const many = Array.from({ length: 40 }, (_, at) => at);
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await call(portal, token, method, path, body);
    return { status: answer.status, body: (await answer.json()) as { id: number } };
  };
  const ids = await Promise.all(
    many.map(async (at) => {
      const { id } = (await send('POST', 'crm/deals', { title: `Deal ${at}` })).body;
      await send('POST', 'comments', { recordType: 'crm.deal', recordId: id, html: `<p>said ${at}</p>` });
      return id;
    }),
  );
  const set = (await backup('now')).out.trim();
  await Promise.all(ids.map((id) => send('DELETE', `crm/deals/${id}`)));
  t.match(await backup('diff', set, 'crm.deal', '--find', 'deal 7'), { code: 0, out: /crm.deal:\d+ +in the bin +since .* UTC +Deal 7/ });
  t.match(await backup('bring-back', set, 'crm_deal/7'), { code: 2, err: /names no record/ });
  const all = ids.map((id) => `crm.deal:${id}`);
  t.match(await backup('bring-back', set, ...all, '--dry-run'), { code: 0, out: /Deals: 0 come back, 40 out of the bin.*Nothing was changed/s });

  const bringing = backup('bring-back', set, ...all);
  while ((await send('GET', `crm/deals/${ids[2]}`)).status !== 200) await new Promise((done) => setTimeout(done, 5));
  await portal.end('SIGKILL');
  t.equal((await bringing).code, 1, 'it says that the portal has ended');
  const again = await backup('bring-back', set, ...all, '--json');
  t.equal(again.code, 0, again.err);
  const { items } = JSON.parse(again.out) as { items: { outcome: string }[] };
  t.ok(items.some(({ outcome }) => outcome === 'same') && items.every(({ outcome }) => outcome === 'same' || outcome === 'restored'), 'the rest comes back');
  t.same(
    (await readdir(join(data, 'backups'))).filter((name) => name.startsWith('.inside-')),
    [],
  );
  t.equal(items.length, 40);
});
