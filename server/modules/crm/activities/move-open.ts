import { sql } from 'kysely';
import { inIds } from '../../../core/db/fragments.js';
import { changeAll, rowsWhere } from '../../../core/records/bulk.js';
import type { NextStepSource } from '../../../core/records/next-steps.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';

/** Binds the open activities of one record to another; their reminders are found by the activity. What comes next on both is the caller's. */
export const moveOpenActivities = (crm: Crm): Pick<NextStepSource, 'type' | 'moveOpen'> => ({
  type: activity.type,
  async moveOpen(tx, actor, { from, to, only }) {
    const among = only ? sql` and ${inIds(crm.db.dialect, sql.ref('id'), only)}` : sql``;
    const rows = await rowsWhere(crm.records, tx, activity, sql<boolean>`record_type = ${from.type} and record_id = ${from.id} and done_at is null${among}`);
    if (rows.length === 0) return [];
    const values = { recordType: to.type, recordId: to.id };
    const moved = await changeAll(crm.records, tx, actor, activity, rows, values);
    return moved.map(({ after }) => Number(after.id));
  },
});
