import { type RawBuilder, sql } from 'kysely';
import type { Database, Dialect, Stored, Tx } from './database.js';
import { inIds, inTexts } from './fragments.js';

export interface StoredColumn {
  name: string;
  type: 'int' | 'text';
  nullable: boolean;
}

/** A table as it lies in the database, columns added by an administrator included. */
export interface StoredTable {
  name: string;
  /** In the order of their names, which is the same on both databases. */
  columns: StoredColumn[];
  /** Columns of the primary key. */
  key: string[];
}

/** Which of these tables are there. */
export async function presentTables(db: Database, tables: readonly string[]): Promise<string[]> {
  const names =
    db.dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table' and ${inTexts('sqlite', sql.ref('name'), tables)}`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = current_schema() and ${inTexts('postgres', sql.ref('table_name'), tables)}`;
  return (await names.execute(db.read)).rows.map((row) => row.name);
}

/** @returns undefined when there is no such table. */
export async function storedTable(db: Database, name: string): Promise<StoredTable | undefined> {
  interface Row {
    name: string;
    type: string;
    required: number;
    pk: number;
  }
  const question =
    db.dialect === 'sqlite'
      ? sql<Row>`select name, type, "notnull" as required, pk from pragma_table_info(${name})`
      : sql<Row>`select c.column_name as name, c.data_type as type, case c.is_nullable when 'NO' then 1 else 0 end as required,
          coalesce((select array_position(i.indkey::int[], c.ordinal_position::int) + 1 from pg_index i
            where i.indisprimary and i.indrelid = (quote_ident(c.table_schema) || '.' || quote_ident(c.table_name))::regclass), 0) as pk
          from information_schema.columns c where c.table_schema = current_schema() and c.table_name = ${name}`;
  const { rows } = await question.execute(db.read);
  if (rows.length === 0) return undefined;
  const key = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const columns = rows.map(
    ({ name: column, type, required, pk }): StoredColumn => ({
      name: column,
      type: /^(integer|bigint)$/i.test(type) ? 'int' : 'text',
      nullable: required === 0 && pk === 0,
    }),
  );
  return { name, columns: columns.sort((a, b) => (a.name < b.name ? -1 : 1)), key: key.map((row) => row.name) };
}

const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));

/** Rows of a table in the order of its key, page by page; never holds up the event loop. @param columns all where left out. */
export async function* pagesOf(
  db: Database,
  table: StoredTable,
  where: RawBuilder<boolean>,
  { columns = table.columns.map(({ name }) => name), size = 500 }: { columns?: readonly string[]; size?: number } = {},
): AsyncGenerator<Stored[]> {
  const { key } = table;
  const asked = [...new Set([...columns, ...key])];
  let after = sql<boolean>`1 = 1`;
  for (;;) {
    const { rows } = await sql<Stored>`select ${list(asked)} from ${sql.table(table.name)} where ${where} and ${after}
      order by ${list(key)} limit ${sql.lit(size)}`.execute(db.readAside);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < size) return;
    after = sql<boolean>`(${list(key)}) > (${sql.join(key.map((column) => sql.val(last[column])))})`;
  }
}

/** The condition that names exactly these rows by their keys. */
export function theseRows(dialect: Dialect, { key }: StoredTable, rows: readonly Stored[]): RawBuilder<boolean> {
  if (key.length === 1 && typeof rows[0]?.[key[0] as string] === 'number')
    return inIds(
      dialect,
      sql.ref(key[0] as string),
      rows.map((row) => row[key[0] as string] as number),
    );
  const one = (row: Stored) =>
    sql`(${sql.join(
      key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
      sql` and `,
    )})`;
  return sql<boolean>`(${sql.join(rows.map(one), sql` or `)})`;
}

/** Where the numbering of a table with an `id` column stands: the highest id that it ever gave; 0 before the first. */
export async function lastIdOf(db: Database, table: string): Promise<number> {
  if (db.dialect === 'sqlite') {
    const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.execute(db.read);
    return rows[0]?.seq ?? 0;
  }
  const { rows } = await sql<{ last: number | null }>`select last_value as last from pg_sequences
    where schemaname = current_schema() and quote_ident(schemaname) || '.' || quote_ident(sequencename) = pg_get_serial_sequence(${table}, 'id')`.execute(
    db.read,
  );
  return rows[0]?.last ?? 0;
}

/** Lets the ids of a table go on after `last`; where they are further already they stay. */
export async function raiseLastId(tx: Tx, table: string, last: number): Promise<void> {
  if (last <= 0) return;
  if (tx.dialect === 'sqlite') {
    const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.execute(tx.q);
    if (rows.length === 0) await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(tx.q);
    else await sql`update sqlite_sequence set seq = max(seq, ${last}) where name = ${table}`.execute(tx.q);
    return;
  }
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'), greatest(${last}::bigint,
    coalesce((select last_value from pg_sequences where schemaname = current_schema()
      and quote_ident(schemaname) || '.' || quote_ident(sequencename) = pg_get_serial_sequence(${table}, 'id')), 0)))`.execute(tx.q);
}
