import type { TaskCounts } from '../../../contracts/tasks/endpoints.js';
import { openStates } from '../../../contracts/tasks/steps.js';
import type { Actor } from '../../../core/access/actor.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { list } from '../../../core/records/list.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

/** How many open tasks somebody has in each part, as their lists show them. */
export async function countsOf(tasks: Tasks, actor: Actor): Promise<TaskCounts> {
  const open = { 'state.in': openStates.join(), limit: '1', total: 'true' };
  const now = tasks.now();
  const count = async (filters: Record<string, string>) => (await list(tasks.records, actor, task, { ...open, ...filters })).total ?? 0;
  const mine = { ownerId: 'me' };
  const [all, helping, set, watching, overdue, almost, waiting] = await Promise.all([
    count(mine),
    count({ helperIds: 'me' }),
    count({ creatorId: 'me', 'ownerId.ne': 'me' }),
    count({ observerIds: 'me' }),
    count({ ...mine, 'deadlineAt.lt': now }),
    count({ ...mine, 'deadlineAt.gte': now, 'deadlineAt.lt': plusMilliseconds(now, 86_400_000) }),
    count({ creatorId: 'me', 'state.in': 'waiting' }),
  ]);
  return { mine: all, helping, set, watching, overdue, almost, waiting };
}
