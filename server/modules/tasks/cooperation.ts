import { taskDone } from '../../contracts/tasks/events.js';
import { TaskMaker } from '../../contracts/tasks/ports.js';
import type { On } from '../../core/module.js';
import type { manifest } from './manifest.js';
import type { Tasks } from './run.js';
import { createTask } from './tasks/save.js';

const maker = (tasks: Tasks): TaskMaker => ({
  async make(tx, actor, { title, description = null, ownerId, deadlineAt = null, priority, about }) {
    const bound = about ? { aboutType: about.type, aboutId: about.id } : {};
    const { id } = await createTask(tasks, tx, actor, { title, ownerId, deadlineAt, ...(priority ? { priority } : {}), ...bound }, description);
    return { id };
  },
});

/** What other modules and programs outside have of this one: they make tasks, and hear when one is done. */
export function cooperate(on: On<typeof manifest>, tasks: Tasks): void {
  on.provide(TaskMaker, maker(tasks));
  on.announce(taskDone);
}
