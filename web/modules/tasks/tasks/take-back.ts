import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';

/** Opens a task again that was completed or declined by mistake, in the state that it was in. */
export async function takeBack({ id, state, deferredUntil, reason }: Pick<Task, 'id' | 'state' | 'deferredUntil' | 'reason'>): Promise<void> {
  const params = { id };
  await call(taskEndpoints.reopen, { params, body: {} });
  if (state === 'in-progress' || state === 'paused') await call(taskEndpoints.start, { params, body: {} });
  if (state === 'paused') await call(taskEndpoints.pause, { params, body: {} });
  if (state === 'deferred') await call(taskEndpoints.defer, { params, body: { until: deferredUntil, ...(reason ? { reason } : {}) } });
}
