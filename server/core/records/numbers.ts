import { sql } from 'kysely';
import type { Queries, Tx } from '../db/database.js';

/**
 * The next number of a sequence, from 1 and without a gap: the row is locked until the transaction ends, so that a number
 * taken by a transaction that fails is taken again by the next.
 */
export async function nextNumber(tx: Tx, sequence: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into number_sequences (name, last) values (${sequence}, 1)
    on conflict (name) do update set last = number_sequences.last + 1 returning last`.execute(tx.q);
  return (rows[0] as { last: number }).last;
}

/** The last number of a sequence that was given; 0 before the first. */
export async function lastNumber(q: Queries, sequence: string): Promise<number> {
  const row = await q.selectFrom('number_sequences').select('last').where('name', '=', sequence).executeTakeFirst();
  return row?.last ?? 0;
}

/** Lets a sequence go on after `last`; one that is further already stays where it is. */
export async function raiseNumber(tx: Tx, sequence: string, last: number): Promise<void> {
  await sql`insert into number_sequences (name, last) values (${sequence}, ${last})
    on conflict (name) do update set last = case when number_sequences.last < excluded.last then excluded.last else number_sequences.last end`.execute(tx.q);
}
