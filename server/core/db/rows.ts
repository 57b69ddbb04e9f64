import { CompiledQuery, sql } from 'kysely';
import type { Dialect, Queries, Stored, Tx } from './database.js';
import { prepared } from './prepared.js';

type Parameter = (at: number) => string;

/** Texts of statements by what they are made of: to put one of forty columns together takes as long as to run a small one. */
const texts = new Map<string, string>();

function kept(key: string, write: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    if (texts.size > 2000) texts.clear();
    text = write();
    texts.set(key, text);
  }
  return text;
}

/** Text of an insert of so many rows; the words are the program's own, never from outside. */
export const insertText = (table: string, columns: readonly string[], end: string, rows: number, parameter: Parameter): string =>
  kept(`insert ${rows} ${parameter(1)} ${table} ${columns.join(' ')} ${end}`, () => {
    const quoted = columns.map((column) => `"${column}"`).join(', ');
    const tuple = (row: number) => `(${columns.map((_, index) => parameter(row * columns.length + index + 1)).join(', ')})`;
    return `insert into "${table}" (${quoted}) values ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')}${end}`;
  });

/** Text of a change of one row by its id, which is the last parameter. */
export const updateText = (table: string, columns: readonly string[], parameter: Parameter): string =>
  kept(
    `update ${parameter(1)} ${table} ${columns.join(' ')}`,
    () =>
      `update "${table}" set ${columns.map((column, index) => `"${column}" = ${parameter(index + 1)}`).join(', ')} where id = ${parameter(columns.length + 1)}`,
  );

/**
 * Rows per statement on PostgreSQL, where each is a way to the server and back. A few fixed sizes, so that the statement of a
 * table is written once for each and not for every number of rows; the widest record stays far below 65 535 parameters.
 */
const sizes = [64, 8, 1] as const;

const numbered = (at: number) => `$${at}`;

export async function insertOneIntoPostgres(q: Queries, table: string, row: Stored): Promise<number> {
  const text = insertText(table, Object.keys(row), ' returning id', 1, numbered);
  const { rows } = await q.executeQuery<{ id: number }>(CompiledQuery.raw(text, Object.values(row)));
  return (rows[0] as { id: number }).id;
}

export async function updateInPostgres(q: Queries, table: string, id: number, columns: Stored): Promise<void> {
  await q.executeQuery(CompiledQuery.raw(updateText(table, Object.keys(columns), numbered), [...Object.values(columns), id]));
}

/** `insertMany` of a transaction on PostgreSQL: some dozens of rows a statement. */
export async function insertIntoPostgres(q: Queries, table: string, rows: readonly Stored[], end = ''): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  let from = 0;
  for (const size of sizes) {
    while (rows.length - from >= size) {
      const values: (number | string | null)[] = [];
      for (let at = from; at < from + size; at += 1) for (const column of columns) values.push((rows[at] as Stored)[column] ?? null);
      await q.executeQuery(CompiledQuery.raw(insertText(table, columns, end, size, numbered), values));
      from += size;
    }
  }
}

const lastIdOf = prepared((q, { table }: { table: string }) => sql<{ seq: number }>`select seq from sqlite_sequence where name = ${table}`.compile(q));

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
  const [row] = await lastIdOf(tx.q, { table });
  const last = row?.seq ?? 0;
  return Array.from({ length: count }, (_, index) => last + index + 1);
}
