import { Type } from 'typebox';
import { type JobQueue, jobEndpoints } from '../../contracts/core/jobs.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { conflict, notFound } from '../http/problem.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { canRetry, jobQueues, runsOf, scheduledJob, scheduledJobs } from './report.js';
import { tryAgain } from './retry.js';

const byKind = Type.Object({ kind: Type.String({ minLength: 1, maxLength: 120 }) }, { additionalProperties: false });
const schemas: Schemas<typeof jobEndpoints> = {
  list: {},
  runs: { params: byKind },
  run: { params: byKind },
  retryAll: { params: byKind },
  retry: { params: byId },
  forget: { params: byId },
};

/** What the portal does by itself: what is planned, what came of it, and doing it now. */
export function jobsApi({ db, access, jobs, now }: Services): Api {
  const demand = (actor: Actor) => demandAll(access, actor, 'core.settings.manage');
  const queueOf = async (actor: Actor, kind: string): Promise<JobQueue> =>
    (await jobQueues(db.read, jobs.kinds(), now(), actor.language, kind))[0] ?? {
      kind,
      title: kind,
      waiting: 0,
      planned: 0,
      nextAt: null,
      failed: 0,
      failures: [],
    };
  const again = (tx: Tx, job: Parameters<typeof tryAgain>[2]) => tryAgain({ jobs, now }, tx, job);
  const failed = (tx: Tx) => tx.q.selectFrom('jobs').select(['id', 'kind', 'payload']).where('state', '=', 'failed');
  /** @throws Refusal 404. */
  const failedJob = async (tx: Tx, id: number) => {
    const job = await failed(tx).where('id', '=', id).executeTakeFirst();
    if (!job || !jobs.kinds().has(job.kind)) throw notFound();
    return job;
  };
  return api(jobEndpoints, schemas, {
    list: async ({ actor }) => {
      demand(actor);
      const [kinds, at] = [jobs.kinds(), now()];
      return { scheduled: await scheduledJobs(db.read, kinds, at, actor.language), queues: await jobQueues(db.read, kinds, at, actor.language) };
    },
    runs: async ({ actor, params }) => {
      demand(actor);
      return { items: await runsOf(db.read, jobs.kinds(), params.kind, now(), actor.language) };
    },
    run: async ({ actor, params: { kind } }) => {
      demand(actor);
      return db.write(async (tx) => {
        await scheduledJob(tx.q, jobs.kinds(), kind, now(), actor.language);
        if (!(await jobs.runNow(tx, kind))) throw conflict('job-running');
        await audit(tx, now(), actor, 'job.run', kind);
        return scheduledJob(tx.q, jobs.kinds(), kind, now(), actor.language);
      });
    },
    retryAll: async ({ actor, params: { kind } }) => {
      demand(actor);
      if (!jobs.kinds().has(kind)) throw notFound();
      if (!canRetry(jobs.kinds().get(kind))) throw conflict('job-final');
      await db.write(async (tx) => {
        for (const job of await failed(tx).where('kind', '=', kind).execute()) await again(tx, job);
        await audit(tx, now(), actor, 'job.retried', kind);
      });
      return queueOf(actor, kind);
    },
    retry: async ({ actor, params }) => {
      demand(actor);
      const { kind } = await db.write(async (tx) => {
        const job = await failedJob(tx, params.id);
        if (!canRetry(jobs.kinds().get(job.kind))) throw conflict('job-final');
        await again(tx, job);
        await audit(tx, now(), actor, 'job.retried', job.kind, { id: job.id });
        return job;
      });
      return queueOf(actor, kind);
    },
    forget: async ({ actor, params }) => {
      demand(actor);
      const { kind } = await db.write(async (tx) => {
        const job = await failedJob(tx, params.id);
        await tx.q.deleteFrom('jobs').where('id', '=', job.id).execute();
        await audit(tx, now(), actor, 'job.forgotten', job.kind, { id: job.id });
        return job;
      });
      return queueOf(actor, kind);
    },
  });
}
