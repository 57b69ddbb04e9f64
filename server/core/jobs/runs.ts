import type { Tx } from '../db/database.js';

/** So many runs of a job are kept. */
export const keptRuns = 30;

/** Notes that a job has begun. One that is still noted as running was left by a process that is gone. */
export async function beginRun({ q }: Tx, kind: string, at: string): Promise<number> {
  await q.updateTable('job_runs').set({ state: 'broken', ended_at: at }).where('kind', '=', kind).where('state', '=', 'running').execute();
  const { id } = await q
    .insertInto('job_runs')
    .values({ kind, began_at: at, ended_at: null, state: 'running', done: null, error: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @param done how many things the run has dealt with, where it counts them. */
export async function endRun(
  { q }: Tx,
  id: number,
  kind: string,
  at: string,
  came: { state: 'done' | 'failed'; done: number | null; error: string | null },
): Promise<void> {
  await q
    .updateTable('job_runs')
    .set({ ended_at: at, ...came })
    .where('id', '=', id)
    .execute();
  const oldest = await q.selectFrom('job_runs').select('id').where('kind', '=', kind).orderBy('id', 'desc').offset(keptRuns).limit(1).executeTakeFirst();
  if (oldest) await q.deleteFrom('job_runs').where('kind', '=', kind).where('id', '<=', oldest.id).execute();
}
