import type { Activity } from '../../../contracts/crm/records.js';
import type { Tx } from '../../../core/db/database.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import type { JobHandler } from '../../../core/jobs/jobs.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';

/** Name of the task inside the module. */
export const reminderTask = 'activity-reminder';
const reminderJob = `crm.${reminderTask}`;

/**
 * Plans the reminder of an activity, moves it or takes it back. What was due already when it was noted needs none: it is
 * work that somebody writes down afterwards.
 */
export async function planReminder(crm: Crm, tx: Tx, of: Activity | null, id: number): Promise<void> {
  if (!of || of.doneAt !== null || of.dueAt === null || of.dueAt <= crm.now()) {
    await crm.jobs.cancel(tx, reminderJob, String(id));
    return;
  }
  await crm.jobs.schedule(tx, reminderJob, String(id), plusMilliseconds(of.dueAt, -(of.remindMinutes ?? 0) * 60_000), { activityId: id });
}

/** Reminds the responsible, if the activity is still open and what it is bound to is not in the bin. */
export const remind =
  (crm: Crm): JobHandler =>
  async (payload) =>
  async (tx) => {
    const { activityId } = payload as { activityId: number };
    const row = await readRow(crm.records, tx.q, activity, activityId);
    const of = row && (fromRow(activity, row) as unknown as Activity);
    if (!of || of.doneAt !== null || of.ownerId === null) return;
    const kind = crm.records.kinds.get(of.recordType);
    if (!kind || !(await readRow(crm.records, tx.q, kind, of.recordId))) return;
    await crm.notify.notify(tx, [of.ownerId], {
      code: 'crm.activity.due',
      params: { title: of.title, due: of.dueAt, activity: of.id },
      record: { type: of.recordType, id: of.recordId },
    });
  };
