import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';

/** Something that a new portal is waiting for; its words and place are in the module's web entry, under the same id. */
export interface FirstStep {
  /** `crm.deal`: the module, and a name inside it. */
  id: string;
  /** Permission of those whom it is offered to. */
  right: string;
  /** Whether it has been done, by anybody; what belongs to the sample does not count. */
  isDone(q: Queries): Promise<boolean>;
}
export const FirstSteps = definePoint<FirstStep>()('core', 'first-steps');

/** Whether there is a record of a kind that is not the sample's. @param where a condition on the columns of its table, `r`. */
export async function hasOwn(q: Queries, kind: { type: string; table: string }, where: RawBuilder<boolean> = sql`1 = 1`): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(kind.table)} r where r.deleted_at is null and ${where}
    and not exists (select 1 from sample_records s where s.record_type = ${kind.type} and s.record_id = r.id) limit 1`.execute(q);
  return rows.length > 0;
}
