import type { Tx } from '../db/database.js';
import type { Services } from '../services.js';

/** Has a job that was given up done again, and what its giving up had closed opened. */
export async function tryAgain({ jobs, now }: Pick<Services, 'jobs' | 'now'>, tx: Tx, job: { id: number; kind: string; payload: string }): Promise<void> {
  await tx.q.updateTable('jobs').set({ state: 'waiting', attempts: 0, due_at: now(), error: null }).where('id', '=', job.id).execute();
  await jobs.kinds().get(job.kind)?.onRetry?.(tx, JSON.parse(job.payload));
}
