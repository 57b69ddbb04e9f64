import { CompiledQuery, sql } from 'kysely';
import type { Dialect, Tx } from './database.js';

type Stored = Readonly<Record<string, number | string | null>>;

/**
 * Rows per statement. A few fixed sizes, so that the statement of a table is written and prepared once for each and not
 * for every number of rows; the widest record stays far below the 32 766 parameters that SQLite takes.
 */
const sizes = [64, 8, 1] as const;

const texts = { sqlite: new Map<string, string>(), postgres: new Map<string, string>() };

function statement(dialect: Dialect, table: string, columns: readonly string[], rows: number, end: string): string {
  const key = `${rows} ${table} ${columns.join(' ')} ${end}`;
  let text = texts[dialect].get(key);
  if (text === undefined) {
    const quoted = columns.map((column) => `"${column}"`).join(', ');
    const parameter = (at: number) => (dialect === 'sqlite' ? '?' : `$${at}`);
    const tuple = (row: number) => `(${columns.map((_, index) => parameter(row * columns.length + index + 1)).join(', ')})`;
    text = `insert into "${table}" (${quoted}) values ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')}${end}`;
    texts[dialect].set(key, text);
  }
  return text;
}

/**
 * Inserts many rows of one table, all with the same columns, some dozens a statement.
 * @param table and the columns are names of the program's own, never from outside; so is `end`, such as `on conflict … do update …`.
 */
export async function insertMany(dialect: Dialect, tx: Tx, table: string, rows: readonly Stored[], end = ''): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  let from = 0;
  for (const size of sizes) {
    while (rows.length - from >= size) {
      const values: (number | string | null)[] = [];
      for (let at = from; at < from + size; at += 1) for (const column of columns) values.push((rows[at] as Stored)[column] ?? null);
      await tx.q.executeQuery(CompiledQuery.raw(statement(dialect, table, columns, size, end), values));
      from += size;
    }
  }
}

/**
 * Ids for rows about to be inserted into a table with an `id` column, in rising order: what `returning` gives back of a
 * statement with many rows has no order that could be relied on. Ids of a transaction that fails are not used again on PostgreSQL.
 */
export async function reserveIds(dialect: Dialect, tx: Tx, table: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  if (dialect === 'postgres') {
    const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${count}::int)`.execute(
      tx.q,
    );
    return rows.map(({ id }) => id).sort((a, b) => a - b);
  }
  // SQLite has one writer, and this transaction is it: nobody takes an id in between.
  const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.execute(tx.q);
  const last = rows[0]?.seq ?? 0;
  return Array.from({ length: count }, (_, index) => last + index + 1);
}
