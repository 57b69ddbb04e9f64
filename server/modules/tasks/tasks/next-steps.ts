import { sql } from 'kysely';
import type { Queries } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { changeAll, rowsWhere } from '../../../core/records/bulk.js';
import { readRow } from '../../../core/records/change.js';
import { titleOf } from '../../../core/records/kind.js';
import type { NextStepSource } from '../../../core/records/next-steps.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { followTasks } from './follow.js';

/** Tasks are what comes next about the records that they are about, while there is something left to do. */
export const tasksAhead = (tasks: Tasks): NextStepSource => {
  const { db } = tasks;
  const open = (q: Queries, type: string) =>
    q.selectFrom('tasks_tasks').where('deleted_at', 'is', null).where('about_id', 'is not', null).where('closed_at', 'is', null).where('about_type', '=', type);
  return {
    type: task.type,
    async firstAbout(q, { type, ids }) {
      const rows = await open(q, type)
        .select(['about_id', 'id', 'deadline_at'])
        .where(inIds(db.dialect, sql.ref('about_id'), ids))
        .orderBy('about_id')
        .orderBy(sql`case when deadline_at is null then 1 else 0 end`)
        .orderBy('deadline_at')
        .orderBy('id')
        .execute();
      // The first of each record; a map would keep the last.
      return new Map(rows.reverse().map(({ about_id, id, deadline_at }) => [about_id as number, { id, at: deadline_at }]));
    },
    async openAbout(q, type, after, most) {
      const rows = await open(q, type).select('about_id').distinct().where('about_id', '>', after).orderBy('about_id').limit(most).execute();
      return rows.map(({ about_id }) => about_id as number);
    },
    async moveOpen(tx, actor, { from, to, only }) {
      const among = only ? sql` and ${inIds(db.dialect, sql.ref('id'), only)}` : sql``;
      const rows = await rowsWhere(tasks.records, tx, task, sql<boolean>`about_type = ${from.type} and about_id = ${from.id} and closed_at is null${among}`);
      const kind = tasks.records.kinds.get(to.type);
      const row = kind && (await readRow(tasks.records, tx.q, kind, to.id));
      if (!row || rows.length === 0) return [];
      const values = { aboutType: to.type, aboutId: to.id, aboutTitle: titleOf(kind, row).slice(0, 250) };
      const moved = await changeAll(tasks.records, tx, actor, task, rows, values);
      await followTasks(tasks, tx, moved);
      return moved.map(({ after }) => Number(after.id));
    },
  };
};
