import { sql } from 'kysely';
import type { Database, Queries } from './database.js';
import { type Schema, schemaOver } from './schema.js';

export interface Migration {
  name: string;
  up(schema: Schema): Promise<void>;
}

declare module './tables.js' {
  interface Tables {
    migrations: { module: string; name: string; at: string };
  }
}

export const createLedger = (schema: Schema): Promise<void> =>
  schema.createTable('migrations', { columns: { module: 'text', name: 'text', at: 'text' }, primaryKey: ['module', 'name'] });

async function ledgerExists(db: Database): Promise<boolean> {
  const found =
    db.dialect === 'sqlite'
      ? sql<{ n: number }>`select count(*) as n from sqlite_schema where name = 'migrations'`
      : sql<{ n: number }>`select count(*) as n from information_schema.tables where table_name = 'migrations' and table_schema = current_schema()`;
  return ((await found.execute(db.read)).rows[0]?.n ?? 0) > 0;
}

const applied = async (q: Queries, module: string) =>
  new Set((await q.selectFrom('migrations').select('name').where('module', '=', module).execute()).map((row) => row.name));

/** Names of the migrations of `module` that have not run yet. */
export async function pendingMigrations(db: Database, module: string, migrations: readonly Migration[]): Promise<string[]> {
  if (!(await ledgerExists(db))) return migrations.map((m) => m.name);
  const done = await applied(db.read, module);
  return migrations.filter((m) => !done.has(m.name)).map((m) => m.name);
}

/** Whether the database is empty, or has been used by a portal before. */
export const isUsed = ledgerExists;

/**
 * Brings a module's tables up to date. Each migration and its line in the ledger `(module, name)` are one transaction,
 * so that a process killed in between goes on where it stopped.
 */
export async function migrate(db: Database, module: string, migrations: readonly Migration[], now: () => string): Promise<void> {
  if (!(await ledgerExists(db))) {
    await db.write(({ q }) => createLedger(schemaOver(db.dialect, q)));
  }
  const done = await applied(db.read, module);
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    await db.write(async ({ q }) => {
      await migration.up(schemaOver(db.dialect, q));
      await q.insertInto('migrations').values({ module, name: migration.name, at: now() }).execute();
    });
  }
}

/** Runs what is pending of all modules in one transaction, so that a kill leaves none or all of it. PostgreSQL only. @returns as `core 0029-audit-chain`. */
export async function migrateAtOnce(
  db: Database,
  sources: readonly { module: string; migrations: readonly Migration[] }[],
  now: () => string,
): Promise<string[]> {
  return db.write(async ({ q }) => {
    const ran: string[] = [];
    for (const { module, migrations } of sources) {
      const done = await applied(q, module);
      for (const { name, up } of migrations) {
        if (done.has(name)) continue;
        await up(schemaOver(db.dialect, q));
        await q.insertInto('migrations').values({ module, name, at: now() }).execute();
        ran.push(`${module} ${name}`);
      }
    }
    return ran;
  });
}
