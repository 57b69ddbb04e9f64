import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';

/** Something that a new portal is waiting for; its words and place are in the module's web entry, under the same id. */
export interface FirstStep {
  /** `crm.deal`: the module, and a name inside it. */
  id: string;
  /** Permission of those whom it is offered to. */
  right: string;
  /** It is done once for the whole company, by anybody; else each does it for themselves. */
  forAll?: true;
  /** Whether it has been done, by this person unless it is for all; what belongs to the sample does not count. */
  isDone(q: Queries, personId: number): Promise<boolean>;
}
export const FirstSteps = definePoint<FirstStep>()('core', 'first-steps');

/** How many records of a kind there are that are not the sample's, up to `most`. @param where a condition on the columns of its table, `r`. */
export async function countOwn(q: Queries, kind: { type: string; table: string }, most: number, where: RawBuilder<boolean> = sql`1 = 1`): Promise<number> {
  const { rows } = await sql`select 1 from ${sql.table(kind.table)} r where r.deleted_at is null and ${where}
    and not exists (select 1 from sample_records s where s.record_type = ${kind.type} and s.record_id = r.id) limit ${most}`.execute(q);
  return rows.length;
}

/** Whether somebody added a record of a kind that is not the sample's. @param where see {@link countOwn}. */
export const hasMade = async (q: Queries, kind: { type: string; table: string }, personId: number, where: RawBuilder<boolean> = sql`1 = 1`): Promise<boolean> =>
  (await countOwn(q, kind, 1, sql`r.created_by = ${personId} and ${where}`)) > 0;
