import { sql } from 'kysely';
import type { Queries, Tx } from '../db/database.js';

/**
 * The next number of a sequence, from 1 and without a gap: the row is locked until the transaction ends, so that a number
 * taken by a transaction that fails is taken again by the next.
 */
export async function nextNumber(tx: Tx, sequence: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into number_sequences (name, last, given) values (${sequence}, 1, 1)
    on conflict (name) do update set last = number_sequences.last + 1, given = number_sequences.last + 1 returning last`.execute(tx.q);
  return (rows[0] as { last: number }).last;
}

export interface Sequence {
  /** After which the next one comes. */
  last: number;
  /** The highest that was really given; 0 before the first. */
  given: number;
}

/** Where a sequence stands. */
export async function sequenceAt(q: Queries, sequence: string): Promise<Sequence> {
  const row = await q.selectFrom('number_sequences').select(['last', 'given']).where('name', '=', sequence).executeTakeFirst();
  return row ?? { last: 0, given: 0 };
}

/** Lets a sequence go on where another stands, unless it is further already. */
export async function goOnFrom(tx: Tx, sequence: string, { last, given }: Sequence): Promise<void> {
  const further = (column: 'last' | 'given') =>
    sql`case when number_sequences.${sql.ref(column)} < excluded.${sql.ref(column)} then excluded.${sql.ref(column)} else number_sequences.${sql.ref(column)} end`;
  await sql`insert into number_sequences (name, last, given) values (${sequence}, ${last}, ${given})
    on conflict (name) do update set last = ${further('last')}, given = ${further('given')}`.execute(tx.q);
}

/** Lets a sequence go on after `last`, higher or lower than it stands. @returns whether it could: not below what was given. */
export async function setLast(tx: Tx, sequence: string, last: number): Promise<boolean> {
  const { rows } = await sql`insert into number_sequences (name, last, given) values (${sequence}, ${last}, 0)
    on conflict (name) do update set last = excluded.last where number_sequences.given <= excluded.last returning last`.execute(tx.q);
  return rows.length > 0;
}
