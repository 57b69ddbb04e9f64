import type { EventToken } from '../../core/events/events.js';

/** A task was done: completed, or accepted where the creator wanted to; delivered after the commit. */
export interface TaskDone {
  taskId: number;
  /** What it was about: a record of any module; null: nothing. */
  about: { type: string; id: number } | null;
  actorId: number | null;
}
export const taskDone: EventToken<TaskDone> = { name: 'tasks.task.done', record: ({ taskId }) => ({ type: 'tasks.task', id: taskId }) };
