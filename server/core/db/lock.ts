import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Dialect, Tx } from './database.js';
import type { Tables } from './tables.js';

/**
 * The end of a `select` whose rows nobody else changes until the transaction ends. On SQLite one writes at a time anyway.
 * @param strength `share` for rows that many transactions rely on at a time.
 */
export function rowLock(dialect: Dialect, strength: 'update' | 'share' = 'update'): RawBuilder<unknown> {
  if (dialect === 'sqlite') return sql``;
  return strength === 'share' ? sql` for share` : sql` for update`;
}

/** Reads rows and holds them until the transaction ends, in the order of their ids, so that two cannot lock each other out. */
export async function lockRows<T extends keyof Tables>(tx: Tx, table: T, where: RawBuilder<boolean> = sql`1 = 1`): Promise<Selectable<Tables[T]>[]> {
  const { rows } = await sql<Selectable<Tables[T]>>`select * from ${sql.table(table)} where ${where} order by id${rowLock(tx.dialect)}`.execute(tx.q);
  return rows;
}

/** One row, held until the transaction ends; undefined when there is none. */
export const lockRow = async <T extends keyof Tables>(tx: Tx, table: T, id: number): Promise<Selectable<Tables[T]> | undefined> =>
  (await lockRows(tx, table, sql`id = ${id}`))[0];

/** Until this transaction ends, others that ask for the same name wait; on SQLite one writes at a time anyway. */
export async function aloneUntilCommit(tx: Tx, name: string): Promise<void> {
  if (tx.dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${`sede.${name}`}, 0))`.execute(tx.q);
}
