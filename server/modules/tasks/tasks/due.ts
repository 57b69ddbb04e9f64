import type { Task } from '../../../contracts/tasks/records.js';
import type { DueSource } from '../../../core/notify/due.js';
import { placeOf } from '../../../core/notify/notify.js';
import { list } from '../../../core/records/list.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

/** What somebody has to do by the end of their day: their own tasks that are not finished or put off. */
export const dueTasks = (tasks: Tasks): DueSource => ({
  right: 'tasks.task.read',
  async find(actor, until, most) {
    const query = { ownerId: 'me', 'state.in': 'new,in-progress,paused', 'deadlineAt.lt': until, sort: 'deadlineAt', limit: String(most), total: 'true' };
    const { items, total = 0 } = await list<Task>(tasks.records, actor, task, query);
    return { items: items.map(({ id, title, deadlineAt }) => ({ title, due: deadlineAt as string, url: placeOf(tasks.records.kinds, task.type, id) })), total };
  },
});
