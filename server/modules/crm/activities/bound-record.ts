import type { Activity } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField, Refusal } from '../../../core/http/problem.js';
import { readRow, rowForAction } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { company, contact, deal, lead } from '../kinds.js';

const kinds: Record<Activity['recordType'], Kind> = { 'crm.lead': lead, 'crm.deal': deal, 'crm.contact': contact, 'crm.company': company };

/**
 * Lets an actor plan something on a record, and locks it.
 * @throws Refusal 422 on `recordId` when there is no such record for the actor, 403 when they may only read it.
 */
export async function demandBoundRecord(crm: Crm, tx: Tx, actor: Actor, type: Activity['recordType'], id: number): Promise<void> {
  try {
    await rowForAction(crm.records, tx, actor, kinds[type], id, 'change');
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw invalidField('recordId', 'unknown-record');
    throw error;
  }
}

/**
 * Locks what an activity is bound to, before the activity itself: all that touch both do it in this order. A lead may have been converted
 * while its lock was waited for, and the activity be its deal's by now.
 */
export async function lockBoundRecord(crm: Crm, tx: Tx, activityId: number): Promise<void> {
  const look = () => tx.q.selectFrom('crm_activities').select(['record_type', 'record_id']).where('id', '=', activityId).executeTakeFirst();
  for (let bound = await look(), locked = ''; bound && locked !== `${bound.record_type} ${bound.record_id}`; bound = await look()) {
    await readRow(crm.records, tx.q, kinds[bound.record_type as Activity['recordType']], bound.record_id, { lock: true });
    locked = `${bound.record_type} ${bound.record_id}`;
  }
}
