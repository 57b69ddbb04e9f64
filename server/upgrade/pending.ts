import { allMigrations } from '../all-migrations.js';
import type { Database } from '../core/db/database.js';
import { type Migration, pendingMigrations } from '../core/db/migrate.js';

/** Migrations of core and of the modules whose tables are there. */
export async function sourcesOf(db: Database): Promise<{ module: string; migrations: readonly Migration[] }[]> {
  const known = new Set((await db.read.selectFrom('migrations').select('module').distinct().execute()).map(({ module }) => module));
  return allMigrations((module) => known.has(module));
}

/** Those of them that have not run, as `core 0029-audit-chain`. */
export async function pendingOf(db: Database): Promise<string[]> {
  const pending: string[] = [];
  for (const { module, migrations } of await sourcesOf(db))
    pending.push(...(await pendingMigrations(db, module, migrations)).map((name) => `${module} ${name}`));
  return pending;
}
