import { sql } from 'kysely';
import type { Tx } from '../db/database.js';

/**
 * The next number of a sequence, from 1 and without a gap: the row is locked until the transaction ends, so that a number
 * taken by a transaction that fails is taken again by the next.
 */
export async function nextNumber(tx: Tx, sequence: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into number_sequences (name, last) values (${sequence}, 1)
    on conflict (name) do update set last = number_sequences.last + 1 returning last`.execute(tx.q);
  return (rows[0] as { last: number }).last;
}
