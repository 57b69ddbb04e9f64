import { sql } from 'kysely';
import type { Return } from '../../core/time-machine/returns.js';
import { partsOfProject, partsOfTask } from './parts-of-before.js';
import type { Tasks } from './run.js';
import { followTasks } from './tasks/follow.js';

/** What goes along when records come back out of a backup: numbers of what belongs to them are counted anew, for not all of it may be back. */
export const returns = (tasks: Tasks): Return[] => [
  {
    type: 'tasks.task',
    parts: partsOfTask(tasks),
    async follow(tx, _actor, { before, after }) {
      if (before === null && after !== null)
        await sql`update tasks_tasks set
          subtask_count = (select count(*) from tasks_tasks s where s.parent_id = tasks_tasks.id and s.deleted_at is null),
          subtask_done_count = (select count(*) from tasks_tasks s where s.parent_id = tasks_tasks.id and s.deleted_at is null and s.state = 'done')
          where id = ${after.id}`.execute(tx.q);
      await followTasks(tasks, tx, [{ before, after }]);
    },
  },
  {
    type: 'tasks.project',
    parts: partsOfProject,
    async follow(tx, _actor, { before, after }) {
      if (before !== null || after === null) return;
      await sql`update tasks_projects set
        task_count = (select count(*) from tasks_tasks t where t.project_id = tasks_projects.id and t.deleted_at is null),
        done_count = (select count(*) from tasks_tasks t where t.project_id = tasks_projects.id and t.deleted_at is null and t.state = 'done')
        where id = ${after.id}`.execute(tx.q);
    },
  },
];
