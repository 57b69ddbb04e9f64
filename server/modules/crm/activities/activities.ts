import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { Activity, activity as activityDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { change, create, remove, restore, rowForAction, update } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';
import { leadBefore } from '../leads/follow-steps.js';
import { demandBoundRecord, lockBoundRecord } from './bound-record.js';
import { refreshNextStep } from './next-step.js';
import { planReminder } from './reminder.js';

const boundTo = (of: Activity) => ({ type: of.recordType, id: of.recordId });

/** What goes along with every change of an activity. */
export async function followActivity(crm: Crm, tx: Tx, of: Activity, gone = false): Promise<void> {
  await planReminder(crm, tx, gone ? null : of, of.id);
  await refreshNextStep(crm, tx, boundTo(of));
}

/** Plans an activity on a lead, deal, contact or company that the actor may change; for the actor unless the draft says otherwise. */
export async function planActivity(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof activityDeclaration>): Promise<Activity> {
  await demandBoundRecord(crm, tx, actor, draft.recordType, draft.recordId);
  const made = await create(crm.records, tx, actor, activity, { ...draft, ownerId: draft.ownerId === undefined ? actor.personId : draft.ownerId });
  const data = { activityId: made.id, activityKind: made.kind, title: made.title, dueAt: made.dueAt };
  await noteOnTimeline(crm, tx, actor, boundTo(made), { kind: 'crm.activity.planned', data });
  await followActivity(crm, tx, made);
  return made;
}

export async function changeActivity(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof activityDeclaration>): Promise<Activity> {
  await lockBoundRecord(crm, tx, id);
  const changed = await change(crm.records, tx, actor, activity, id, patch);
  await followActivity(crm, tx, changed);
  return changed;
}

/** Ticks an activity off; one that is done already stays as it is. @param result what came of it. */
export async function completeActivity(crm: Crm, tx: Tx, actor: Actor, id: number, result: string | undefined): Promise<Activity> {
  await lockBoundRecord(crm, tx, id);
  const before = await rowForAction(crm.records, tx, actor, activity, id, 'change');
  if (before.done_at !== null) return fromRow(activity, before) as unknown as Activity;
  const done = await update(crm.records, tx, actor, activity, before, { doneAt: crm.now(), ...(result === undefined ? {} : { result }) });
  const data = { activityId: id, activityKind: done.kind, title: done.title, ...(done.result ? { result: done.result } : {}) };
  // Where it was planned it is read that it is done; what came of it, where it belongs now.
  const origin = await leadBefore(tx, id);
  const { result: _, ...openData } = data;
  await noteOnTimeline(crm, tx, actor, boundTo(done), { kind: 'crm.activity.done', data, ...(origin ? { openData } : {}) }, origin ? [origin] : []);
  await followActivity(crm, tx, done);
  return done;
}

/** Opens an activity again that was ticked off by mistake. */
export async function reopenActivity(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Activity> {
  await lockBoundRecord(crm, tx, id);
  const before = await rowForAction(crm.records, tx, actor, activity, id, 'change');
  const open = await update(crm.records, tx, actor, activity, before, { doneAt: null });
  await followActivity(crm, tx, open);
  return open;
}

export async function removeActivity(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Activity> {
  await lockBoundRecord(crm, tx, id);
  const gone = await remove(crm.records, tx, actor, activity, id);
  await followActivity(crm, tx, gone, true);
  return gone;
}

export async function restoreActivity(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Activity> {
  await lockBoundRecord(crm, tx, id);
  const back = await restore(crm.records, tx, actor, activity, id);
  await followActivity(crm, tx, back);
  return back;
}
