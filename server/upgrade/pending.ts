import { migrations as coreMigrations } from '../../migrations/core/index.js';
import { allMigrations } from '../all-migrations.js';
import type { Database } from '../core/db/database.js';
import { type Migration, newerMigrations, pendingMigrations } from '../core/db/migrate.js';
import { Hint } from '../explain.js';

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

/** An older version would write into tables that it does not know. @throws Hint where a newer one has been here. */
export async function demandNotNewer(db: Database): Promise<void> {
  const newer = (await newerMigrations(db, 'core', coreMigrations)).map((name) => `core ${name}`);
  if (newer.length > 0)
    throw new Hint(
      `the tables are those of a newer version (${newer.join(', ')}): start that one, or let its sede rollback return to the state before it. Nothing was changed.`,
    );
}
