import type { Tasks } from '../run.js';

/** Those of some people who have access to tasks still: others are left out of what the portal makes by itself. */
export async function whoWorks({ access }: Pick<Tasks, 'access'>, ids: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const id of ids) {
    const actor = await access.actorOf(id);
    if (actor && access.may(actor, 'tasks.task.read')) found.push(id);
  }
  return found;
}
