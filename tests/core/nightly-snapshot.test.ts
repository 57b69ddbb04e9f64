import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { backupJob } from '../../server/core/backup/nightly.js';
import { countDump } from '../../server/core/db/dump-file.js';
import { checkSqlite } from '../../server/core/db/sqlite-copy.js';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`the nightly snapshot on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const folder = join(p.folder, 'backups');
    const job = backupJob({ services: p.portal.services, backup: { hour: 3, keep: 2 } });
    const names = async () => (await readdir(folder)).sort();

    await t.test('it holds every row, and stands alone', async (t) => {
      t.equal(job.cron, '0 3 * * *');
      t.equal((await p.admin.api('POST', 'crm/leads', { title: 'Kept' })).status, 201);
      await job.handler(null, 1, () => undefined);
      const [name, ...more] = await names();
      t.same(more, []);
      const file = join(folder, name as string);
      const rows = dialect === 'sqlite' ? (await checkSqlite(file)).rows : await countDump(file);
      t.equal(rows.crm_leads, 1);
      t.equal(rows.people, 1);
    });

    await t.test('the newest are kept', async (t) => {
      const [first] = await names();
      for (let night = 0; night < 2; night += 1) {
        p.pass(86_400_000);
        await job.handler(null, 1, () => undefined);
      }
      const kept = await names();
      t.equal(kept.length, 2);
      t.notOk(kept.includes(first as string));
    });

    await t.test('when it fails, those who look after settings are told once, and the older ones stay', async (t) => {
      const seller = await p.person('Bia Lima', { role: 'salesperson' });
      const { db } = p.portal.services;
      const broken = { ...p.portal.services, db: { ...db, read: db.read, snapshot: () => Promise.reject(new Error('the disk is full')) } };
      const failing = backupJob({ services: broken, backup: { hour: 3, keep: 2 } });
      await t.rejects(
        failing.handler(null, 1, () => undefined),
        /disk is full/,
      );
      await t.rejects(
        failing.handler(null, 2, () => undefined),
        /disk is full/,
      );
      const notices = (await p.admin.api('GET', 'notices')).body.items as { code: string; body: string }[];
      const told = notices.filter(({ code }) => code === 'core.backup.failed');
      t.equal(told.length, 1);
      t.match(told[0]?.body, /the disk is full\./);
      t.equal((await seller.api('GET', 'notices')).body.items.length, 0);
      t.equal((await names()).length, 2);
    });
  });
}

t.test('a snapshot that cannot be written leaves nothing behind', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: [] });
  await rm(join(p.folder, 'backups'), { recursive: true, force: true });
  await writeFile(join(p.folder, 'backups'), 'a file where the folder should be');
  const job = backupJob({ services: p.portal.services, backup: { hour: 3, keep: 2 } });
  await t.rejects(job.handler(null, 2, () => undefined));
});

t.test('requests are answered while a snapshot of a large database is taken', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { db } = p.portal.services;
  const data = JSON.stringify({ text: 'x'.repeat(4000) });
  for (let group = 0; group < 50; group += 1) {
    const rows = Array.from({ length: 200 }, () => ({ at: p.now(), actor_id: null, action: 'test.filled', target: null, data, hash: '' }));
    await db.write(({ q }) => q.insertInto('audit').values(rows).execute());
  }
  const medianOf = (times: number[]) => [...times].sort((x, y) => x - y)[times.length >> 1] as number;
  const create = async (title: string): Promise<number> => {
    const since = performance.now();
    t.equal((await p.admin.api('POST', 'crm/leads', { title })).status, 201);
    return performance.now() - since;
  };
  const usual: number[] = [];
  for (let i = 0; i < 20; i += 1) usual.push(await create(`Before ${i}`));
  let done = false;
  const snapshot = db.snapshot(join(p.folder, 'large.sqlite')).finally(() => {
    done = true;
  });
  const meanwhile: number[] = [];
  while (!done) meanwhile.push(await create(`Meanwhile ${meanwhile.length}`));
  const rows = await snapshot;
  t.ok((rows.audit ?? 0) >= 10_000);
  t.ok((rows.crm_leads ?? 0) >= 20 && (rows.crm_leads ?? 0) <= 20 + meanwhile.length, 'the copy is of one moment');
  t.ok(meanwhile.length > 3, `${meanwhile.length} requests were answered meanwhile`);
  // Against the usual time: on a busy machine every request is slow.
  t.ok(medianOf(meanwhile) < 50 + 4 * medianOf(usual), `${medianOf(meanwhile).toFixed(1)} ms instead of ${medianOf(usual).toFixed(1)} ms`);
});
