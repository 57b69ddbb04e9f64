import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import t, { type Test } from 'tap';
import { verifyChain } from '../../server/core/audit/chain.js';
import { countDump } from '../../server/core/db/dump-file.js';
import { checkSqlite } from '../../server/core/db/sqlite-copy.js';
import { freshPostgres } from '../support/postgres.js';
import { admin, killSede, ownFolder, type RunningPortal, sede, startProcess } from '../support/process.js';
import { root } from '../support/repository.js';
import { openDatabase } from '../support/rows.js';

/** The backup of a portal as an older version left it, see make-folder.mjs. */
const older = join(root, 'tests/core/fixtures/folder-0.1.tar.gz');

/** Signs in and looks for what make-folder.mjs put in. */
async function demandAll(t: Test, portal: RunningPortal): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${portal.url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  });
  t.equal(signedIn.status, 201, 'the administrator signs in with the password of before');
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] as string;
  const get = async (path: string) => (await fetch(`${portal.url}/api/v1/${path}`, { headers: { cookie } })).json();
  const totals = { 'crm/companies': 12, 'crm/deals': 12, 'crm/leads': 12, 'sales/quotes': 12, 'sales/invoices': 4 };
  for (const [path, total] of Object.entries(totals)) t.match(await get(`${path}?total=true&limit=1`), { total }, path);
  t.match(await get('crm/deals/5'), { title: 'Obra 5', amount: { amount: 17_592 } });
}

t.test('a folder of an older version is upgraded, and the upgrade taken back', async (t) => {
  const data = join(await ownFolder(t), 'data');
  t.equal((await sede(['restore', older, '--data', data])).code, 0);
  const before = (await checkSqlite(join(data, 'sede.sqlite'))).rows;
  t.match(await sede(['rollback', '--data', data]), { code: 1, err: /nothing was upgraded here/ });

  // Killed at any moment, it is as before or upgraded, and the next run does the rest.
  let [untouched, done] = [0, 0];
  for (const afterMs of [1500, 4000]) {
    await killSede(['upgrade', '--data', data], afterMs);
    const { faults, rows } = await checkSqlite(join(data, 'sede.sqlite'));
    t.same(faults, []);
    if (rows.migrations === before.migrations) untouched += 1;
    else done += 1;
  }
  t.comment(`killed twice: ${untouched} as before, ${done} upgraded`);
  const upgraded = await sede(['upgrade', '--json', '--data', data]);
  t.equal(upgraded.code, 0, upgraded.err);
  if (done === 0) t.ok(JSON.parse(upgraded.out).ran.includes('core 0029-audit-chain'));
  t.match(await sede(['upgrade', '--data', data]), { code: 0, out: /Nothing to do/ });
  t.same(
    (await readdir(data)).filter((name) => name.startsWith('.')),
    [],
    'nothing is left of those that were killed',
  );

  const portal = await startProcess(t, ['--data', data]);
  await demandAll(t, portal);
  t.match(await sede(['upgrade', '--data', data]), { code: 1, err: /in use by another Sede process/ });
  t.match(await sede(['rollback', '--data', data]), { code: 1, err: /in use by another Sede process/ });
  await portal.end('SIGTERM');
  const db = openDatabase(data, null);
  t.match(await verifyChain(db.read), { broken: null });
  await db.write(({ q }) =>
    q
      .insertInto('record_history')
      .values({ record_type: 'crm.deal', record_id: 5, at: new Date().toISOString(), actor_id: 1, kind: 'changed', changes: '{}' })
      .execute(),
  );
  await db.close();

  // Killed while it returns, it is one or the other; what is noted of it does not go back twice.
  await killSede(['rollback', '--data', data], 900);
  const { rows: now } = await checkSqlite(join(data, 'sede.sqlite'));
  if (now.migrations === before.migrations) {
    t.match(await sede(['rollback', '--data', data]), { code: 1, err: /nothing was upgraded here/ });
    t.equal((await sede(['upgrade', '--data', data])).code, 0);
  }
  const returned = await sede(['rollback', '--json', '--data', data]);
  t.equal(returned.code, 0, returned.err);
  const { since, aside } = JSON.parse(returned.out);
  if (now.migrations !== before.migrations) t.match(since, { 'crm.deal': 1 });
  t.same((await checkSqlite(join(data, 'sede.sqlite'))).rows, before, 'every table has the rows of before');
  t.ok(((await checkSqlite(join(data, aside))).rows.migrations ?? 0) > (before.migrations ?? 0), 'what was written since is kept');
  t.equal((await sede(['rollback', '--data', data])).code, 1, 'there is one step back');
});

t.test('in PostgreSQL, too, after a trial in a database beside it', async (t) => {
  const data = join(await ownFolder(t), 'data');
  const { url, drop } = await freshPostgres();
  t.teardown(drop);
  const restored = await sede(['restore', older, '--data', data, '--database-url', url]);
  t.equal(restored.code, 0, restored.err);
  const rowsOf = async () => {
    const db = openDatabase(data, url);
    const file = join(data, 'counted.ndjson.gz');
    const rows = await db.snapshot(file);
    await db.close();
    await rm(file);
    return rows;
  };
  const copies = async () => {
    const db = openDatabase(data, url);
    const { rows } = await sql<{ datname: string }>`select datname from pg_database where datname like 'sede_upgrade_%'`.execute(db.read);
    await db.close();
    return rows;
  };
  const before = await rowsOf();
  await killSede(['upgrade', '--data', data], 3000);
  const upgraded = await sede(['upgrade', '--json', '--data', data]);
  t.equal(upgraded.code, 0, upgraded.err);
  t.match(await sede(['upgrade', '--data', data]), { code: 0, out: /Nothing to do/ });
  t.same(await copies(), [], 'no copy is left on the server, also none of the process that was killed');
  const portal = await startProcess(t, ['--data', data]);
  await demandAll(t, portal);
  await portal.end('SIGTERM');
  const returned = await sede(['rollback', '--json', '--data', data]);
  t.equal(returned.code, 0, returned.err);
  t.same(await rowsOf(), before, 'every table has the rows of before');
  t.ok(((await countDump(join(data, JSON.parse(returned.out).aside))).migrations ?? 0) > (before.migrations ?? 0), 'what was written since is kept');
});
