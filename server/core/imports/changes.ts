import { sql } from 'kysely';
import type { Dialect, Tx } from '../db/database.js';

/** Number of the last line of history, as this transaction sees it. */
export async function lastHistory(tx: Tx): Promise<number> {
  const { last } = await tx.q
    .selectFrom('record_history')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/**
 * Notes which lines of history this transaction wrote since `after`, as ranges: on SQLite there is one, since nobody else
 * writes meanwhile; on PostgreSQL the lines of others lie in between.
 */
export async function noteChanges(dialect: Dialect, tx: Tx, importId: number, after: number): Promise<void> {
  const mine = dialect === 'postgres' ? sql` and xmin = pg_current_xact_id()::xid` : sql``;
  // Lines in one row have the same distance between their number and their place.
  const { rows } = await sql<{ first: number; last: number }>`select min(id) as first, max(id) as last from (
    select id, id - row_number() over (order by id) as island from record_history where id > ${after}${mine}) as lines
    group by island order by 1`.execute(tx.q);
  if (rows.length === 0) return;
  await tx.q
    .insertInto('import_changes')
    .values(rows.map(({ first, last }) => ({ import_id: importId, first_id: first, last_id: last })))
    .execute();
}
