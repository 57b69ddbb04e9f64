import type { Purge } from '../../core/bin/purge.js';
import type {} from './imports/tables.js';
import type {} from './recurrence/tables.js';
import type { Tasks } from './run.js';
import { nearTask, overdueTask } from './tasks/follow.js';
import type {} from './time/tables.js';

/** What the module keeps beside its records. */
export const purges = (tasks: Tasks): Purge[] => [
  {
    type: 'tasks.task',
    async purge(tx, ids) {
      await tx.q.deleteFrom('tasks_checks').where('task_id', 'in', ids).execute();
      for (const end of ['from_id', 'to_id'] as const) await tx.q.deleteFrom('tasks_dependencies').where(end, 'in', ids).execute();
      for (const table of ['tasks_plan', 'tasks_marks', 'tasks_time', 'tasks_timers', 'tasks_occurrences', 'tasks_origins'] as const)
        await tx.q.deleteFrom(table).where('task_id', 'in', ids).execute();
      await tx.q.updateTable('tasks_tasks').set({ parent_id: null }).where('parent_id', 'in', ids).execute();
      for (const id of ids) for (const name of [nearTask, overdueTask]) await tasks.jobs.cancel(tx, `tasks.${name}`, String(id));
    },
  },
  {
    type: 'tasks.project',
    async purge(tx, ids) {
      await tx.q.updateTable('tasks_tasks').set({ project_id: null, stage_id: null }).where('project_id', 'in', ids).execute();
      await tx.q.deleteFrom('tasks_stages').where('project_id', 'in', ids).execute();
    },
  },
];
