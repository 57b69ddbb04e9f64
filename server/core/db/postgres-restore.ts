import { sql } from 'kysely';
import type { Database, Queries } from './database.js';
import { BrokenDump, migrationsOfDump, readDump } from './dump-file.js';
import { createLedger, type Migration } from './migrate.js';
import { schemaOver } from './schema.js';

/** The database that a dump should go into has tables already. */
export class DatabaseNotEmpty extends Error {}

const notEmpty = `The PostgreSQL database is not empty. Name an empty one, such as --database-url postgres://user:password@localhost/sede_restored,
or restore into a file of SQLite with --sqlite`;

const rowsAtOnce = 500;

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/** Takes the references off, so that tables can be filled in any order. @returns what puts them back. */
async function withoutReferences(q: Queries): Promise<() => Promise<void>> {
  const { rows } = await sql<ForeignKey>`select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_class t on t.oid = c.conrelid where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`.execute(q);
  for (const key of rows) await sql`alter table ${sql.table(key.table)} drop constraint ${sql.ref(key.name)}`.execute(q);
  return async () => {
    for (const key of rows) await sql`alter table ${sql.table(key.table)} add constraint ${sql.ref(key.name)} ${sql.raw(key.definition)}`.execute(q);
  };
}

async function tablesOf(q: Queries): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(q);
  return rows.map(({ name }) => name);
}

async function insertRows(q: Queries, table: string, columns: string[], rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const list = sql.join(columns.map((column) => sql.ref(column)));
  const records = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]))));
  await sql`insert into ${sql.table(table)} (${list}) select ${list} from json_populate_recordset(null::${sql.table(table)}, ${records}::json)`.execute(q);
}

async function fill(q: Queries, file: string): Promise<void> {
  const known = new Set(await tablesOf(q));
  let head: { table: string; columns: string[] } | undefined;
  let waiting: unknown[][] = [];
  const store = async () => {
    if (head) await insertRows(q, head.table, head.columns, waiting);
    waiting = [];
  };
  for await (const line of readDump(file)) {
    if (Array.isArray(line)) {
      waiting.push(line);
      if (waiting.length >= rowsAtOnce) await store();
    } else if ('table' in line) {
      await store();
      if (!known.has(line.table)) throw new BrokenDump(`The dump has a table ${line.table} that this version of Sede does not know`);
      head = line;
    } else if ('sequence' in line) await sql`select setval(quote_ident(${line.sequence})::regclass, ${line.last})`.execute(q);
  }
  await store();
}

/** Takes away every table and function that is not an extension's. */
async function empty(q: Queries): Promise<void> {
  for (const table of await tablesOf(q)) await sql`drop table ${sql.table(table)} cascade`.execute(q);
  const { rows } = await sql<{ name: string }>`select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = current_schema()::regnamespace
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`.execute(q);
  for (const { name } of rows) await sql`drop function ${sql.raw(name)} cascade`.execute(q);
}

/**
 * Makes the tables that the dump was taken from, fills them and sets their numbering, all in one transaction.
 * @param sources migrations of core and of every module, in an order in which they may run.
 * @param replace what is there instead of refusing it. @throws DatabaseNotEmpty, BrokenDump; then the database is as it was.
 */
export async function restorePostgres(
  db: Database,
  file: string,
  sources: readonly { module: string; migrations: readonly Migration[] }[],
  { replace = false }: { replace?: boolean } = {},
): Promise<void> {
  const migrations = await migrationsOfDump(file, sources);
  await db.write(async ({ q }) => {
    if (replace) await empty(q);
    if ((await tablesOf(q)).length > 0) throw new DatabaseNotEmpty(notEmpty);
    const schema = schemaOver('postgres', q);
    await createLedger(schema);
    for (const migration of migrations) await migration.up(schema);
    const restoreReferences = await withoutReferences(q);
    // What the migrations themselves put in is in the dump, too.
    for (const table of await tablesOf(q)) await sql`delete from ${sql.table(table)}`.execute(q);
    await fill(q, file);
    await restoreReferences();
  });
}
