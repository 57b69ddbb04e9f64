import type { Lead } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { restore } from '../../../core/records/change.js';
import { refreshNextStep } from '../activities/next-step.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';

/** Takes a lead back out of the bin, with the step that comes next by now. */
export async function restoreLead(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Lead> {
  const restored = await restore(crm.records, tx, actor, lead, id);
  await refreshNextStep(crm, tx, { type: lead.type, id });
  return restored;
}
