import { sql } from 'kysely';
import type { Dialect, Tx } from '../db/database.js';
import type { Kind } from '../records/kind.js';

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

/** Ids of records that earlier transactions of an import made and that are not in the bin, with a text column of theirs; oldest first. */
export async function createdBy(tx: Tx, importId: number, kind: Kind, column: string): Promise<{ id: number; text: string }[]> {
  const { rows } = await sql<{ id: number; text: string }>`select r.id, ${sql.ref(`r.${column}`)} as text from import_changes c
    join record_history h on h.id between c.first_id and c.last_id and h.record_type = ${kind.type} and h.kind = 'created'
    join ${sql.table(kind.table)} r on r.id = h.record_id and r.deleted_at is null
    where c.import_id = ${importId} order by r.id`.execute(tx.q);
  return rows;
}
