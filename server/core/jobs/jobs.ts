import cron from 'node-cron';
import type { Logger } from 'pino';
import type { Database, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';

/** What a job does: the slow part first, outside any transaction; the work it returns runs with the job's removal in one. */
export type JobHandler = (payload: unknown, attempt: number) => Promise<((tx: Tx) => Promise<void>) | undefined>;

export interface JobKind {
  /** Unique over the portal: `crm.activity-reminder`. */
  kind: string;
  handler: JobHandler;
  /** For recurring jobs: a cron expression in the company's time zone. What fell due while the process was down is caught up once. */
  cron?: string;
  /** For recurring jobs: the very first run comes so many milliseconds after the job became known, not at the next time of `cron`. */
  firstAfterMs?: number;
  /** After so many failures the job rests as failed, until somebody retries it. */
  mostAttempts?: number;
  /** Milliseconds to wait after so many failures; doubling from five seconds up to an hour unless said. */
  pauseMs?(attempts: number): number;
  /** Runs when the job is given up. */
  onFailed?(tx: Tx, payload: unknown, error: string): Promise<void>;
}

export interface Jobs {
  /** Plans a job, or moves the one with the same kind and key. */
  schedule(tx: Tx, kind: string, key: string, dueAt: string, payload: unknown): Promise<void>;
  /** Plans a job for now, unless there is one with the same kind and key: that one keeps its time. */
  plan(tx: Tx, kind: string, key: string, payload: unknown): Promise<void>;
  cancel(tx: Tx, kind: string, key: string): Promise<void>;
  /** Kinds of the present generation; jobs of a kind that is off wait for it. */
  use(kinds: readonly JobKind[], timeZone: string): Promise<void>;
  /** Runs what is due; resolves when nothing due is left. Called by the clock every second. */
  runDue(): Promise<void>;
  /** Starts and stops the clock. */
  start(): void;
  stop(): Promise<void>;
}

const leaseMs = 120_000;
/** So many jobs run at once: a mail server that is slow to answer does not hold up a reminder. */
const lanes = 3;
const backOffMs = (attempts: number) => Math.min(3_600_000, 5_000 * 2 ** (attempts - 1));

/** The first run after `now`, which in tests is ahead of the clock that the cron library goes by. */
function nextRun(expression: string, timeZone: string, now: string): string {
  const task = cron.createTask(expression, () => undefined, { timezone: timeZone });
  try {
    for (let count = 1; count <= 10_000; count *= 10) {
      // Unlike getNextRun, also answers for a task that was never started.
      const next = task.getNextRuns(count).find((run) => run.toISOString() > now);
      if (next) return next.toISOString();
    }
    throw new Error(`"${expression}" never runs`);
  } finally {
    task.destroy();
  }
}

interface Claimed {
  id: number;
  kind: string;
  payload: string;
  attempts: number;
}

export function createJobs(db: Database, now: () => string, log: Logger): Jobs {
  let kinds = new Map<string, JobKind>();
  let zone = 'UTC';
  let running: Promise<void> | undefined;
  let stopped = false;
  let clock: ReturnType<typeof cron.schedule> | undefined;

  /** Takes the next due job under a lease, so that no other process runs it too; a lease left by a killed process ends by itself. */
  const claim = (): Promise<Claimed | undefined> =>
    db.write(async ({ q }) => {
      const free = q
        .selectFrom('jobs')
        .select(['id', 'kind', 'payload', 'attempts'])
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now())
        .where('kind', 'in', [...kinds.keys()])
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now())]))
        .orderBy('due_at')
        .limit(1);
      const job = await (db.dialect === 'postgres' ? free.forUpdate().skipLocked() : free).executeTakeFirst();
      if (job)
        await q
          .updateTable('jobs')
          .set({ lease_until: plusMilliseconds(now(), leaseMs) })
          .where('id', '=', job.id)
          .execute();
      return job;
    });

  async function finish(tx: Tx, job: Claimed, kind: JobKind): Promise<void> {
    if (kind.cron === undefined) {
      // A job that planned itself again while it ran has no lease any more, and stays.
      await tx.q.deleteFrom('jobs').where('id', '=', job.id).where('lease_until', 'is not', null).execute();
      return;
    }
    await tx.q
      .updateTable('jobs')
      .set({ due_at: nextRun(kind.cron, zone, now()), lease_until: null, attempts: 0, error: null, last_run_at: now() })
      .where('id', '=', job.id)
      .execute();
  }

  async function fail(job: Claimed, kind: JobKind, error: unknown): Promise<void> {
    const attempts = job.attempts + 1;
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    log.warn({ job: job.kind, id: job.id, attempts, reason: text }, 'job failed');
    const over = kind.cron === undefined && attempts >= (kind.mostAttempts ?? 10);
    await db.write(async (tx) => {
      await tx.q
        .updateTable('jobs')
        .set({
          attempts,
          error: text,
          lease_until: null,
          state: over ? 'failed' : 'waiting',
          due_at: plusMilliseconds(now(), (kind.pauseMs ?? backOffMs)(attempts)),
        })
        .where('id', '=', job.id)
        .execute();
      if (over) await kind.onFailed?.(tx, JSON.parse(job.payload), text);
    });
  }

  async function runOne(job: Claimed): Promise<void> {
    const kind = kinds.get(job.kind);
    if (!kind) return;
    try {
      const store = await kind.handler(JSON.parse(job.payload), job.attempts + 1);
      await db.write(async (tx) => {
        // Taken back if it is gone: it was cancelled or moved while its slow part ran.
        const still = await tx.q.selectFrom('jobs').select('id').where('id', '=', job.id).where('lease_until', 'is not', null).executeTakeFirst();
        if (!still) return;
        await store?.(tx);
        await finish(tx, job, kind);
      });
    } catch (error) {
      await fail(job, kind, error);
    }
  }

  /** One due job after the other, until none is left. */
  async function runLane(): Promise<void> {
    while (!stopped && kinds.size > 0) {
      const due = await db.read.selectFrom('jobs').select('id').where('state', '=', 'waiting').where('due_at', '<=', now()).limit(1).executeTakeFirst();
      const job = due && (await claim());
      if (!job) return;
      await runOne(job);
    }
  }

  const jobs: Jobs = {
    async schedule(tx, kind, key, dueAt, payload) {
      const row = { payload: JSON.stringify(payload), due_at: dueAt, attempts: 0, lease_until: null, state: 'waiting', error: null };
      await tx.q
        .insertInto('jobs')
        .values({ kind, key, last_run_at: null, ...row })
        .onConflict((oc) => oc.columns(['kind', 'key']).doUpdateSet(row))
        .execute();
    },
    async plan(tx, kind, key, payload) {
      const row = { payload: JSON.stringify(payload), due_at: now(), attempts: 0, lease_until: null, state: 'waiting', error: null };
      await tx.q
        .insertInto('jobs')
        .values({ kind, key, last_run_at: null, ...row })
        .onConflict((oc) => oc.columns(['kind', 'key']).doNothing())
        .execute();
    },
    async cancel(tx, kind, key) {
      await tx.q.deleteFrom('jobs').where('kind', '=', kind).where('key', '=', key).execute();
    },
    async use(list, timeZone) {
      kinds = new Map(list.map((kind) => [kind.kind, kind]));
      zone = timeZone;
      await db.write(async ({ q }) => {
        for (const { kind, cron: expression, firstAfterMs } of list) {
          if (expression === undefined) continue;
          await q
            .insertInto('jobs')
            .values({
              kind,
              key: 'recurring',
              payload: 'null',
              due_at: firstAfterMs === undefined ? nextRun(expression, zone, now()) : plusMilliseconds(now(), firstAfterMs),
              attempts: 0,
              lease_until: null,
              state: 'waiting',
              error: null,
              last_run_at: null,
            })
            .onConflict((oc) => oc.columns(['kind', 'key']).doNothing())
            .execute();
        }
      });
    },
    runDue() {
      running ??= Promise.all(Array.from({ length: lanes }, runLane))
        .then(() => undefined)
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    start() {
      stopped = false;
      clock = cron.schedule('* * * * * *', () => {
        jobs.runDue().catch((error) => log.error({ err: error }, 'jobs could not be run'));
      });
    },
    async stop() {
      stopped = true;
      await clock?.destroy();
      await running;
    },
  };
  return jobs;
}
