import { chmod, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { type Health, type HealthCheckName, healthChecks } from '../../server/contracts/core/health.js';
import { shapeOf } from '../../server/core/db/slow-queries.js';
import { growthOf } from '../../server/core/health/disk.js';
import { dialects, startPortal } from '../support/portal.js';

const day = 86_400_000;

t.test('growth of the disk is the nearest straight line, and unknown before a day was seen', async (t) => {
  const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * day).toISOString();
  t.equal(growthOf([]), null);
  t.equal(
    growthOf([
      { at: at(0), disk_free: 100 },
      { at: at(0.9), disk_free: 1 },
    ]),
    null,
  );
  t.equal(Math.round(growthOf([0, 1, 2, 3].map((n) => ({ at: at(n), disk_free: 1000 - 50 * n }))) ?? 0), 50);
  t.ok((growthOf([0, 1, 2].map((n) => ({ at: at(n), disk_free: 1000 + 50 * n }))) ?? 1) < 0, 'a disk that was cleared up does not grow');
});

t.test('the shape of a statement holds none of its values', async (t) => {
  t.equal(
    shapeOf(`select "a" from "people" where name = 'Bia ''B'' Lima' and phone in ('11', '22')\n and id = 4711 and x in (?, ?, ?) and y = $12`),
    'select "a" from "people" where name = ? and phone in (?) and id = ? and x in (?) and y = ?',
  );
  t.notMatch(shapeOf("select 'cut off Bia"), /Bia/);
});

for (const dialect of dialects) {
  t.test(`health on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin, portal } = p;
    const { db } = portal.services;
    const look = async (): Promise<Health> => (await admin.api('GET', 'health')).body;
    const one = async (name: HealthCheckName) => (await look()).checks.find(({ check }) => check === name);

    await t.test('every check says one sentence in the language of who reads', async (t) => {
      const health = await look();
      t.same(
        health.checks.map(({ check }) => check),
        healthChecks,
      );
      for (const { text, title } of health.checks) {
        t.match(text, /^\S.*[.:]$/s, text);
        t.notMatch(text, /\{\{|health\.|Infinity|NaN/, text);
        t.ok(title);
      }
      await admin.api('PATCH', `people/${admin.id}`, { version: (await admin.api('GET', `people/${admin.id}`)).body.version, language: 'pt-BR' });
      t.match((await one('mail'))?.text, /Não está configurado/);
      await admin.api('PATCH', `people/${admin.id}`, { version: (await admin.api('GET', `people/${admin.id}`)).body.version, language: 'en' });
    });

    await t.test('is for administrators alone', async (t) => {
      const seller = await p.person('Bruno Dias', { role: 'salesperson' });
      t.equal((await seller.api('GET', 'health')).status, 403);
      t.equal((await seller.api('POST', 'health/actions/check')).status, 403);
      t.equal((await seller.api('POST', 'health/bundles')).status, 403);
      t.equal((await admin.api('POST', 'health/actions/explode')).status, 404);
    });

    await t.test('a key that others can read is shown, and closed by its button', async (t) => {
      const key = join(p.folder, 'keys', 'secret.key');
      const file = (await stat(key).catch(() => undefined)) ? key : join(p.folder, 'keys', 'test.key');
      await writeFile(file, '', { flag: 'a' });
      await chmod(file, 0o644);
      const open = await one('folder');
      t.match(open, { state: 'look', action: 'close-files' });
      t.match(open?.command, /^chmod 600 /);
      t.equal((await admin.api('POST', 'health/actions/close-files')).status, 200);
      t.equal((await stat(file)).mode & 0o777, 0o600);
      t.equal((await one('folder'))?.state, 'ok');
    });

    await t.test('a stored file that is gone is found when everything is read anew', async (t) => {
      const at = p.now();
      await db.write((tx) =>
        tx.insert('files', { sha256: 'f'.repeat(64), name: 'gone.txt', size: 1, media_type: 'text/plain', created_by: admin.id, created_at: at }),
      );
      t.equal((await one('files'))?.state, 'ok', 'once a day is enough');
      const { body } = await admin.api('POST', 'health/actions/check');
      t.match(
        body.checks.find(({ check }: { check: string }) => check === 'files'),
        { state: 'broken', text: '1 stored file is missing.' },
      );
      t.equal(body.state, 'broken');
    });

    await t.test('administrators are told once, not at every look', async (t) => {
      const told = async () =>
        (await db.read.selectFrom('notices').select('id').where('code', '=', 'core.health.broken').where('params', 'like', '%files%').execute()).length;
      p.pass(11 * 60_000);
      await p.settle();
      t.equal(await told(), 0, 'what mends itself is not told of');
      p.pass(11 * 60_000);
      await p.settle();
      t.equal(await told(), 1);
      p.pass(11 * 60_000);
      await p.settle();
      t.equal(await told(), 1);
      const { body } = await admin.api('GET', 'notices');
      t.ok(
        body.items.some(({ title }: { title: string }) => title === 'Stored files are missing'),
        'by what it is',
      );
      await db.write(({ q }) => q.deleteFrom('files').where('name', '=', 'gone.txt').execute());
      await admin.api('POST', 'health/actions/check');
    });

    await t.test('a disk that fills up is said in days', async (t) => {
      const { disk_free: free, disk_total: total } = await db.read
        .selectFrom('health_samples')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      await db.write(async ({ q }) => {
        for (const days of [1, 2, 3, 4])
          await q
            .insertInto('health_samples')
            .values({ at: new Date(Date.parse(p.now()) - days * day).toISOString(), disk_free: Math.round(free * (1 + days / 10)), disk_total: total })
            .execute();
      });
      const { state, text } = (await one('disk')) ?? {};
      t.equal(state, 'look');
      t.match(text, /lasts (9|10) more days\.$/);
      await db.write(({ q }) => q.deleteFrom('health_samples').execute());
      t.match((await one('disk'))?.text, /is known when a day was measured/);
    });

    await t.test('a clock that was set back is known by what was written later', async (t) => {
      t.equal((await one('clock'))?.state, 'ok');
      await db.write(({ q }) =>
        q
          .insertInto('health_samples')
          .values({ at: new Date(Date.parse(p.now()) + 3 * 3_600_000).toISOString(), disk_free: 1, disk_total: 1 })
          .execute(),
      );
      t.match(await one('clock'), { state: 'broken', text: /^It is 3 hr behind/ });
      await db.write(({ q }) => q.deleteFrom('health_samples').execute());
      const log = join(p.folder, 'sede.lock');
      const later = new Date(Date.now() + 600_000);
      await utimes(log, later, later);
      t.match(await one('clock'), { state: 'broken', text: /behind the clock of the disk/ });
      await utimes(log, new Date(), new Date());
    });

    await t.test('jobs that were given up are tried again by the button', async (t) => {
      await db.write(({ q }) => q.insertInto('jobs').values(failedJob(p.now())).execute());
      t.match(await one('queues'), { state: 'look', text: /^One job was given up: [A-Z][^.]+\.$/, action: 'retry-jobs', page: '/settings/jobs' });
      await db.write(({ q }) =>
        q
          .insertInto('jobs')
          .values({ ...failedJob(new Date(Date.parse(p.now()) - 7_200_000).toISOString()), key: 'y', attempts: 0, state: 'waiting', error: null })
          .execute(),
      );
      t.match(
        await one('queues'),
        { state: 'broken', text: /^One job waits that was due .* One job was given up: /, action: 'retry-jobs' },
        'all that is wrong is said',
      );
      await db.write(({ q }) => q.deleteFrom('jobs').where('key', '=', 'y').execute());
      const { body } = await admin.api('POST', 'health/actions/retry-jobs');
      t.equal(body.checks.find(({ check }: { check: string }) => check === 'queues').state, 'ok');
    });

    await t.test('a step with a module that was interrupted is said', async (t) => {
      const interrupted = JSON.stringify({ action: 'archive', outcome: 'before', at: p.now(), noticedAt: p.now() });
      await db.write(({ q }) => q.updateTable('modules').set({ interrupted }).where('id', '=', 'crm').execute());
      t.match(await one('modules'), { state: 'look', text: /^Archiving crm, begun .* was interrupted\. Nothing was changed/, page: '/settings/modules' });
      await db.write(({ q }) => q.updateTable('modules').set({ interrupted: null }).execute());
      t.equal((await one('modules'))?.state, 'ok');
    });

    await t.test('a time zone that is stored and not known here is said, and times are those of UTC', async (t) => {
      const clerk = await p.person('Zoe Clerk', { role: 'salesperson' });
      const { version, timeZone } = (await admin.api('GET', `people/${clerk.id}`)).body;
      const refused = await admin.api('PATCH', `people/${clerk.id}`, { version, timeZone: 'Mars/Olympus' });
      t.match(refused, { status: 422, body: { errors: [{ path: 'timeZone' }] } });
      const store = async (zone: string) => {
        await db.write(({ q }) => q.updateTable('people').set({ time_zone: zone }).where('id', '=', clerk.id).execute());
        await portal.services.access.forget();
      };
      await store('Mars/Olympus');
      t.match(await one('clock'), { state: 'look', text: /Mars\/Olympus/ });
      t.equal((await clerk.api('GET', 'day')).status, 200);
      t.equal((await clerk.api('GET', 'session')).body.person.timeZone, 'UTC');
      await store(timeZone);
      t.equal((await one('clock'))?.state, 'ok');
    });

    await t.test('planned work that does not begin is broken', async (t) => {
      p.pass(3 * day);
      t.match(await one('scheduler'), { state: 'broken', text: /late, the first should have begun 2 days ago/ });
      await p.settle();
      t.equal((await one('scheduler'))?.state, 'ok');
    });
  });
}

function failedJob(at: string) {
  return { kind: 'core.webhook', key: 'x', payload: '{"id":0}', due_at: at, attempts: 9, lease_until: null, state: 'failed', error: 'no', last_run_at: null };
}
