import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Database } from '../../server/core/db/database.js';
import { dialects } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { call, sede, setUpFolder, startProcess } from '../support/process.js';
import { openDatabase, tableSums } from '../support/rows.js';

/** What the portal's own jobs may change between the backup and its end, such as at the full ten minutes. */
const ownWork = ['jobs', 'job_runs', 'settings', 'health_samples', 'health_states'];
const lastingSums = async (db: Database) => Object.fromEntries(Object.entries(await tableSums(db)).filter(([table]) => !ownWork.includes(table)));

const emptyDatabase = async (t: { teardown(work: () => Promise<void>): void }): Promise<string> => {
  const { url, drop } = await freshPostgres();
  t.teardown(drop);
  return url;
};

for (const dialect of dialects) {
  t.test(`backup and restore on ${dialect}`, async (t) => {
    const url = dialect === 'postgres' ? await emptyDatabase(t) : null;
    const { root, data, token } = await setUpFolder(t, url === null ? '' : `# ours\n[database]\nurl = "${url}"\n`);
    const portal = await startProcess(t, ['--data', data]);
    for (let i = 0; i < 30; i += 1) {
      const answer = await call(portal, token, 'POST', 'crm/leads', {
        title: `Orçamento “${i}” \\ ünï ☕\n`,
        amount: { amount: 9_007_199_254_740 + i, currency: 'BRL' },
      });
      t.equal(answer.status, 201);
    }
    const form = new FormData();
    form.append('file', new Blob([Buffer.alloc(70_000, 'x')]), 'contract.txt');
    const stored = await fetch(`${portal.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
    t.equal(stored.status, 201);
    const last = (await (await call(portal, token, 'POST', 'crm/leads', { title: 'The last one' })).json()) as { id: number; version: number };
    await call(portal, token, 'DELETE', `crm/leads/${last.id}`);
    const file = join(root, 'a name of my own');

    await t.test('it is made while the portal runs', async (t) => {
      const made = await sede(['backup', '--data', data, '--to', file]);
      t.equal(made.code, 0, made.err);
      t.equal(made.out.trim(), file);
      t.same(
        (await readdir(root)).filter((name) => name.startsWith('.')),
        [],
        'nothing is left beside it',
      );
    });
    t.equal((await portal.end('SIGTERM')).code, 0);
    const before = openDatabase(data, url);
    const sums = await lastingSums(before);
    await before.close();

    const otherUrl = url === null ? null : await emptyDatabase(t);
    const restored = join(root, 'restored');
    const where = ['--data', restored, ...(otherUrl === null ? [] : ['--database-url', otherUrl])];
    await t.test('restored it holds the same rows and files, is sound, and starts', async (t) => {
      const done = await sede(['restore', file, ...where]);
      t.equal(done.code, 0, done.err);
      const db = openDatabase(restored, otherUrl);
      t.same(await lastingSums(db), sums);
      await db.close();
      t.same(await readdir(join(restored, 'files')), await readdir(join(data, 'files')));
      t.same(await readFile(join(restored, 'keys', 'secret.key')), await readFile(join(data, 'keys', 'secret.key')));
      if (otherUrl !== null) t.equal(await readFile(join(restored, 'config.toml'), 'utf8'), `# ours\n[database]\nurl = "${otherUrl}"\n`);
      const doctor = await sede(['doctor', '--data', restored]);
      t.equal(doctor.code, 0, doctor.out);
      const again = await startProcess(t, ['--data', restored]);
      const list = (await (await call(again, token, 'GET', 'crm/leads?limit=100&total=true')).json()) as { items: unknown[] };
      t.equal(list.items.length, 30);
      const next = (await (await call(again, token, 'POST', 'crm/leads', { title: 'The next one' })).json()) as { id: number };
      t.ok(next.id > last.id, 'numbers go on where they were');
      t.equal((await again.end('SIGTERM')).code, 0);
    });
  });
}
