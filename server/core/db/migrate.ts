import { sql } from 'kysely';
import type { Database, Queries, Tx } from './database.js';
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

/** Names of the migrations of `module` that have run and that this version does not know: its tables are those of a newer one. */
export async function newerMigrations(db: Database, module: string, migrations: readonly Migration[]): Promise<string[]> {
  if (!(await ledgerExists(db))) return [];
  const known = new Set(migrations.map(({ name }) => name));
  // Marks of another kind stand in the ledger, too.
  return [...(await applied(db.read, module))].filter((name) => /^\d{4}-/.test(name) && !known.has(name));
}

/** Whether the database is empty, or has been used by a portal before. */
export const isUsed = ledgerExists;

/** The tables of a module could not be brought up to date; they are as they were. */
export class MigrationFailed extends Error {
  constructor(
    /** As `core 0029-audit-chain`. */
    readonly migration: string,
    cause: Error,
  ) {
    super(`${migration}: ${cause.message}`, { cause });
  }
}

interface Source {
  module: string;
  migrations: readonly Migration[];
}

/** @returns those that ran, as `core 0029-audit-chain`. @throws MigrationFailed */
async function runPending({ dialect, q }: Tx, { module, migrations }: Source, now: () => string): Promise<string[]> {
  const done = await applied(q, module);
  const ran: string[] = [];
  for (const { name, up } of migrations) {
    if (done.has(name)) continue;
    try {
      await up(schemaOver(dialect, q));
    } catch (error) {
      throw new MigrationFailed(`${module} ${name}`, error as Error);
    }
    await q.insertInto('migrations').values({ module, name, at: now() }).execute();
    ran.push(`${module} ${name}`);
  }
  return ran;
}

/** Brings a module's tables up to date, in one transaction: a fault or a kill leaves them as they were. @throws MigrationFailed */
export async function migrate(db: Database, module: string, migrations: readonly Migration[], now: () => string): Promise<void> {
  if ((await pendingMigrations(db, module, migrations)).length === 0) return;
  const isNew = !(await ledgerExists(db));
  await db.write(async (tx) => {
    if (isNew) await createLedger(schemaOver(tx.dialect, tx.q));
    await runPending(tx, { module, migrations }, now);
  });
}

/** Runs what is pending of all modules in one transaction. @returns as `core 0029-audit-chain`. @throws MigrationFailed */
export async function migrateAtOnce(db: Database, sources: readonly Source[], now: () => string): Promise<string[]> {
  return db.write(async (tx) => {
    const ran: string[] = [];
    for (const source of sources) ran.push(...(await runPending(tx, source, now)));
    return ran;
  });
}
