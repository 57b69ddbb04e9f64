import { taskDone } from '../../contracts/tasks/events.js';
import { TaskMaker } from '../../contracts/tasks/ports.js';
import { dayIn, instantAt } from '../../core/db/days.js';
import { plusWorkingDays } from '../../core/db/working-days.js';
import type { On } from '../../core/module.js';
import type { manifest } from './manifest.js';
import type { Tasks } from './run.js';
import { createTask } from './tasks/save.js';

const maker = (tasks: Tasks): TaskMaker => ({
  async make(tx, actor, { title, description = null, ownerId, deadlineAt = null, dueInWorkingDays, priority, about, quietly = false }) {
    const bound = about ? { aboutType: about.type, aboutId: about.id } : {};
    const { timeZone, workingHours } = tasks.settings.company();
    const dayAfter = (days: number) => plusWorkingDays(workingHours, dayIn(timeZone, tasks.now()), days);
    const due = dueInWorkingDays === undefined ? deadlineAt : instantAt(dayAfter(dueInWorkingDays), workingHours.to, timeZone);
    const draft = { title, ownerId, deadlineAt: due, ...(priority ? { priority } : {}), ...bound };
    const { id } = await createTask(tasks, tx, actor, draft, description, { quietly });
    return { id };
  },
  async doneAmong(q, ids) {
    const rows = await q
      .selectFrom('tasks_tasks')
      .select('id')
      .where('id', 'in', [...ids])
      .where('state', '=', 'done')
      .where('deleted_at', 'is', null)
      .execute();
    return rows.map((row) => row.id);
  },
});

/** What other modules and programs outside have of this one: they make tasks, and hear when one is done. */
export function cooperate(on: On<typeof manifest>, tasks: Tasks): void {
  on.provide(TaskMaker, maker(tasks));
  on.announce(taskDone);
}
