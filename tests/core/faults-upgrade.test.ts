import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { restoreBackup } from '../../server/core/backup/restore.js';
import type { Queries } from '../../server/core/db/database.js';
import { pendingOf } from '../../server/upgrade/pending.js';
import { dialects } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { call, sede, setUpFolder, startProcess, startRefused } from '../support/process.js';
import { openDatabase, tableSums } from '../support/rows.js';

for (const dialect of dialects) {
  t.test(`a newer version over an older database on ${dialect}`, async (t) => {
    const postgres = dialect === 'postgres' ? await freshPostgres() : null;
    if (postgres) t.teardown(postgres.drop);
    const url = postgres?.url ?? null;
    const { root, data, token } = await setUpFolder(t, url === null ? '' : `[database]\nurl = "${url}"\n`);
    const older = openDatabase(data, url);
    // As the version before this migration left it.
    await older.write(async ({ q }) => {
      await sql`drop index imports_by_person`.execute(q);
      await sql`drop table import_errors`.execute(q);
      await q.deleteFrom('migrations').where('module', '=', 'core').where('name', '=', '0002-import-errors').execute();
    });
    await older.close();
    await t.test('does not start where that fails, says so, and leaves all as it was', async (t) => {
      const inTheWay = async (work: (q: Queries) => Promise<unknown>) => {
        const db = openDatabase(data, url);
        await db.write(({ q }) => work(q));
        const { sqlite_sequence: _, ...sums } = await tableSums(db);
        await db.close();
        return sums;
      };
      // The second of what is to be done fails, after the first has been done.
      const before = await inTheWay((q) => q.deleteFrom('migrations').where('module', '=', 'core').where('name', '=', '0004-saved-views').execute());
      const starts = [() => startRefused(['--data', data, '--port', '0'])];
      // On PostgreSQL the copy is made of a dump, which could not hold what is in the way here.
      if (url === null) starts.push(() => sede(['upgrade', '--data', data]));
      for (const start of starts) {
        const { code, err } = await start();
        t.equal(code, 1, err);
        t.match(err, /could not be brought up to date by core 0004-saved-views: .*saved_views.* already exists/);
        t.match(err, /Nothing was changed/);
      }
      t.match((await startRefused(['--data', data, '--port', '0'])).err, /on a copy.*: sede upgrade --data /);
      t.same(
        (await readdir(join(data, 'backups'))).filter((name) => name.startsWith('before-')),
        [],
        'no snapshot is left',
      );
      // Nor over the tables of a version to come.
      const tomorrow = { module: 'core', name: '9999-tomorrow', at: '2026-01-01T00:00:00.000Z' };
      await inTheWay((q) => q.insertInto('migrations').values(tomorrow).execute());
      for (const { code, err } of [await startRefused(['--data', data, '--port', '0']), await sede(['upgrade', '--data', data])]) {
        t.equal(code, 1, err);
        t.match(err, /those of a newer version .core 9999-tomorrow.: .*Nothing was changed/);
      }
      t.match(await sede(['doctor', '--data', data]), { code: 1, out: /BROKEN +Tables: They are those of a newer version .core 9999-tomorrow./ });
      await inTheWay((q) => q.deleteFrom('migrations').where('name', '=', tomorrow.name).execute());
      await rm(join(data, 'backups'), { recursive: true });
      t.same(await inTheWay(async () => undefined), before);
      await inTheWay((q) => q.insertInto('migrations').values({ module: 'core', name: '0004-saved-views', at: '2026-01-01T00:00:00.000Z' }).execute());
    });

    const doctor = await sede(['doctor', '--data', data]);
    t.equal(doctor.code, 0);
    t.match(doctor.out, /look +Tables: The next start brings tables up to date: core 0002-import-errors/);

    const portal = await startProcess(t, ['--data', data]);
    t.equal((await call(portal, token, 'GET', 'crm/leads')).status, 200);
    t.equal((await call(portal, token, 'GET', 'imports')).status, 200);
    t.equal((await portal.end('SIGTERM')).code, 0);
    const newer = openDatabase(data, url);
    t.same(await newer.read.selectFrom('migrations').select('name').where('module', '=', 'core').where('name', '=', '0002-import-errors').execute(), [
      { name: '0002-import-errors' },
    ]);
    await newer.close();

    const snapshots = (await readdir(join(data, 'backups'))).filter((name) => name.startsWith('before-'));
    t.equal(snapshots.length, 1, 'one snapshot was put aside');
    if (url !== null) return;
    const back = join(root, 'back');
    const { rows } = await restoreBackup({
      source: join(data, 'backups', snapshots[0] as string),
      folder: back,
      migrations: [],
      now: new Date().toISOString(),
    });
    t.equal(rows.people, 1);
    t.notOk('import_errors' in rows, 'it is of before the change');

    const again = await startProcess(t, ['--data', data]);
    await again.end('SIGTERM');
    t.equal((await readdir(join(data, 'backups'))).length, 1, 'a start without a change takes none');

    const returned = await sede(['rollback', '--data', data]);
    t.equal(returned.code, 0, returned.err);
    const returnedTo = openDatabase(data, url);
    t.same(await pendingOf(returnedTo), ['core 0002-import-errors'], 'the upgrade at the start is taken back as one by command is');
    await returnedTo.close();
  });
}
