import { sql } from 'kysely';
import type { BulkBehaviour } from '../../../core/bulk/behaviour.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { taskColumns } from './exported.js';
import { followTasks } from './follow.js';
import { removeTask, restoreTask } from './save.js';

/** How tasks are changed many at a time. What has rules of its own, such as another project, is changed one by one. */
export const taskBulk = (tasks: Tasks): BulkBehaviour => ({
  kind: task,
  fields: ['ownerId', 'priority', 'tags'],
  removal: { unfit: { reason: 'in-use', where: sql<boolean>`1 = 0` }, remove: (tx, actor, id) => removeTask(tasks, tx, actor, id) },
  restore: (tx, actor, id) => restoreTask(tasks, tx, actor, id),
  follow: (tx, _actor, changed) => followTasks(tasks, tx, changed),
  assigned: 'tasks.task.assigned-many',
  taken: 'tasks.task.taken-many',
  exported: taskColumns(tasks),
});
