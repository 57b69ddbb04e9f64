import { openStates, type TaskState } from '../../../contracts/tasks/steps.js';
import { systemActor } from '../../../core/access/actor.js';
import type { JobHandler } from '../../../core/jobs/jobs.js';
import { readRow } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { toTask } from './save.js';
import { tell } from './tell.js';

/** Reminds those who work on a task of its deadline; once it has passed, whoever set it too. Not when it is closed or gone meanwhile. */
export const remind =
  (tasks: Tasks, what: 'near' | 'overdue'): JobHandler =>
  async (payload) =>
  async (tx) => {
    const { taskId } = payload as { taskId: number };
    const row = await readRow(tasks.records, tx.q, task, taskId);
    const of = row && toTask(row);
    if (!of || of.deadlineAt === null || !openStates.includes(of.state as TaskState) || of.state === 'waiting') return;
    const people = [of.ownerId, ...of.helperIds, ...(what === 'overdue' ? [of.creatorId] : [])];
    await tell(tasks, tx, systemActor(), of, people, what, { due: of.deadlineAt });
  };
