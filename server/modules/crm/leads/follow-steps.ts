import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { moveOpenActivities } from '../activities/move-open.js';
import { refreshNextStep } from '../activities/next-step.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';

/**
 * What is still to be done about a lead that is converted: it goes on with what the lead has become, or nobody would look for it again.
 * Which steps those were is kept, for the day on which the conversion is taken back.
 */

/** Activities of the CRM, and what other modules have to do about its records. */
const sourcesOf = (crm: Crm) => [moveOpenActivities(crm), ...crm.records.nextSteps.sources];

const followedOf = (tx: Tx, leadId: number, type: string) =>
  tx.q.selectFrom('crm_followed_steps').select('step_id').where('lead_id', '=', leadId).where('step_type', '=', type).execute();

/** Gives the open steps of a lead to what it has become, those too that went to `earlier` when it had become no more than that. */
export async function sendSteps(crm: Crm, tx: Tx, actor: Actor, leadId: number, to: RecordRef, earlier: RecordRef | null): Promise<void> {
  const from = { type: lead.type, id: leadId };
  let count = 0;
  for (const source of sourcesOf(crm)) {
    const moved = await source.moveOpen(tx, actor, { from, to });
    const values = moved.map((id) => ({ step_type: source.type, step_id: id, lead_id: leadId }));
    await tx.insertMany('crm_followed_steps', values, ' on conflict do nothing');
    count += moved.length;
    if (!earlier) continue;
    const only = (await followedOf(tx, leadId, source.type)).map((row) => row.step_id);
    if (only.length > 0) count += (await source.moveOpen(tx, actor, { from: earlier, to, only })).length;
  }
  if (count === 0) return;
  for (const record of [from, to]) await refreshNextStep(crm, tx, record);
  await noteOnTimeline(crm, tx, actor, from, { kind: `crm.lead.steps-to-${to.type.slice('crm.'.length)}`, data: { count } });
}

/** Takes the steps that went along, and are open still, back to the lead. */
export async function takeStepsBack(crm: Crm, tx: Tx, actor: Actor, leadId: number, results: readonly RecordRef[]): Promise<void> {
  const to = { type: lead.type, id: leadId };
  const left = new Set<RecordRef>();
  for (const source of sourcesOf(crm)) {
    const only = (await followedOf(tx, leadId, source.type)).map((row) => row.step_id);
    if (only.length === 0) continue;
    for (const from of results) if ((await source.moveOpen(tx, actor, { from, to, only })).length > 0) left.add(from);
  }
  await tx.q.deleteFrom('crm_followed_steps').where('lead_id', '=', leadId).execute();
  if (left.size > 0) for (const record of [to, ...left]) await refreshNextStep(crm, tx, record);
}

/** The lead with which an activity came along; null: it was planned where it is. */
export async function leadBefore(tx: Tx, activityId: number): Promise<RecordRef | null> {
  const row = await tx.q
    .selectFrom('crm_followed_steps')
    .select('lead_id')
    .where('step_type', '=', 'crm.activity')
    .where('step_id', '=', activityId)
    .executeTakeFirst();
  return row ? { type: lead.type, id: row.lead_id } : null;
}
