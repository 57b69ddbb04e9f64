import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { allMigrations } from './all-migrations.js';
import { BadBackup } from './core/backup/manifest.js';
import type { RehearsalOrder, RehearsalResult } from './core/backup/rehearse.js';
import { openRepository } from './core/backup/repository.js';
import { restoreBackup } from './core/backup/restore.js';
import { parseKey } from './core/backup/seal.js';
import { whyOf } from './core/backup/why.js';
import type { Database } from './core/db/database.js';
import { sumDump } from './core/db/dump-file.js';
import { nowIso } from './core/db/instant.js';
import { openPostgres } from './core/db/postgres.js';
import { differentTables } from './core/db/row-sums.js';
import { openSqlite } from './core/db/sqlite.js';
import { sumSqlite } from './core/db/sqlite-copy.js';
import { type ThrowawayDatabase, throwawayDatabase } from './core/db/throwaway-postgres.js';
import { explain } from './explain.js';
import { tryPortal } from './try-portal.js';

async function demandStoredFiles(db: Database, data: string): Promise<void> {
  const rows = await db.read.selectFrom('files').select(['sha256', 'name']).distinct().execute();
  const missing = rows.filter(({ sha256 }) => !existsSync(join(data, 'files', sha256.slice(0, 2), sha256)));
  if (missing.length > 0) throw new BadBackup(`${missing.length} stored files are missing, among them ${missing[0]?.name}`);
}

async function run({ set, target, keys, databaseUrl }: RehearsalOrder): Promise<RehearsalResult> {
  const repository = openRepository(dirname(dirname(set)), keys.map(parseKey), null);
  let into: RehearsalResult['into'] = 'sqlite';
  let database: ThrowawayDatabase | null = null;
  let isRestored = false;
  try {
    const manifest = await repository.manifest(basename(set));
    // Where it came from PostgreSQL it goes there again, as far as we may make a database.
    if (manifest.dialect === 'postgres' && databaseUrl !== null) database = await throwawayDatabase(databaseUrl, 'rehearsal');
    if (database) into = 'postgres';
    const data = join(target, 'data');
    const place = database ? { databaseUrl: database.url } : { sqlite: true };
    await restoreBackup({ source: set, folder: data, keys: repository.keys, migrations: await allMigrations(), now: nowIso(), ...place });
    const db = database ? openPostgres(database.url) : openSqlite(join(data, 'sede.sqlite'), { durable: false });
    try {
      await demandStoredFiles(db, data);
      const copy = join(target, database ? 'again.ndjson.gz' : 'again.sqlite');
      await db.snapshot(copy);
      const different = differentTables(manifest.tables, await (database ? sumDump(copy) : sumSqlite(copy)));
      if (different.length > 0) throw new BadBackup(`These tables are not what was backed up: ${different.join(', ')}`);
    } finally {
      await db.close();
    }
    isRestored = true;
    await tryPortal(data);
    return { into, error: null, why: null };
  } catch (error) {
    const why = whyOf(error);
    return { into, error: explain(error) ?? `${(error as Error).stack}`, why: isRestored && why === 'other' ? 'start' : why };
  } finally {
    await database?.drop();
  }
}

process.once('message', async (order: RehearsalOrder) => {
  const result = await run(order);
  process.send?.(result);
  process.disconnect();
});
