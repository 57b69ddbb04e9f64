import cron from 'node-cron';
import type { Logger } from 'pino';
import type { Database, Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { beginRun, endRun } from './runs.js';
import { nextRun } from './schedule.js';

/**
 * What a job does: the slow part first, outside any transaction; the work it returns runs with the job's removal in one.
 * @param dealtWith says how many things the run has dealt with, for its history (text `<module>:job.<name>.done`).
 */
export type JobHandler = (payload: unknown, attempt: number, dealtWith: (count: number) => void) => Promise<((tx: Tx) => Promise<void>) | undefined>;

export interface JobKind {
  /** Unique over the portal: `crm.activity-reminder`. Its words are `crm:job.activity-reminder.title`, for recurring jobs also `.text`. */
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
  /** Undoes what `onFailed` did when somebody has it tried again; with `onFailed` alone there is no trying again. */
  onRetry?(tx: Tx, payload: unknown): Promise<void>;
}

export interface Jobs {
  /** Plans a job, or moves the one with the same kind and key. */
  schedule(tx: Tx, kind: string, key: string, dueAt: string, payload: unknown): Promise<void>;
  /** Plans many jobs of one kind in one statement; one whose key is taken already stays as it is. */
  scheduleMany(tx: Tx, kind: string, planned: readonly { key: string; dueAt: string; payload: unknown }[]): Promise<void>;
  /** Plans a job for now, unless there is one with the same kind and key: that one keeps its time. */
  plan(tx: Tx, kind: string, key: string, payload: unknown): Promise<void>;
  /** Plans a job for now, or makes the one with the same kind and key due now, unless it is running. */
  hasten(tx: Tx, kind: string, key: string, payload: unknown): Promise<void>;
  cancel(tx: Tx, kind: string, key: string): Promise<void>;
  /** Kinds of the present generation; jobs of a kind that is off wait for it. */
  use(kinds: readonly JobKind[], timeZone: string): Promise<void>;
  /** What {@link use} was last called with. */
  kinds(): ReadonlyMap<string, JobKind>;
  /** Makes a recurring job due now, unless it is running, also in another process. @returns whether it could. */
  runNow(tx: Tx, kind: string): Promise<boolean>;
  /** Plans the next run of a recurring job anew, after its `cron` has become another; one that is running does so at its end. */
  replan(tx: Tx, kind: string): Promise<void>;
  /** Runs what is due; resolves when nothing due is left. Called by the clock every second. */
  runDue(): Promise<void>;
  /** Starts and stops the clock. */
  start(): void;
  stop(): Promise<void>;
}

/** Renewed while the job runs, so that one left by a killed process ends by itself and no other does. */
const leaseMs = 120_000;
/** A clock is set by so much now and then. */
const toleratedMs = 60_000;
/** Key of recurring jobs: there is one of each kind. */
export const recurringKey = 'recurring';
/** So many jobs run at once: a mail server that is slow to answer does not hold up a reminder. */
const lanes = 3;
const backOffMs = (attempts: number) => Math.min(3_600_000, 5_000 * 2 ** (attempts - 1));

interface Claimed {
  id: number;
  kind: string;
  payload: string;
  attempts: number;
  /** Until when the job is ours; who has another value has taken it over, planned it anew or cancelled it. */
  lease: string;
  /** Of recurring jobs. */
  run: number | null;
}

/** @param tell is called when a recurring job begins or ends, and when another is given up. */
export function createJobs(db: Database, now: () => string, log: Logger, tell: () => void = () => undefined): Jobs {
  let kinds = new Map<string, JobKind>();
  let zone = 'UTC';
  let running: Promise<void> | undefined;
  let begun = false;
  /** The moment of the last look for what is due. */
  let latest = now();
  let stopped = false;
  let clock: ReturnType<typeof cron.schedule> | undefined;

  const isRecurring = (kind: string) => kinds.get(kind)?.cron !== undefined;

  /** Takes the next due job under a lease, so that no other process runs it too. */
  const claim = (): Promise<Claimed | undefined> =>
    db.write(async (tx) => {
      const free = tx.q
        .selectFrom('jobs')
        .select(['id', 'kind', 'payload', 'attempts'])
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now())
        .where('kind', 'in', [...kinds.keys()])
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now())]))
        .orderBy('due_at')
        .limit(1);
      const job = await (db.dialect === 'postgres' ? free.forUpdate().skipLocked() : free).executeTakeFirst();
      if (!job) return undefined;
      const lease = plusMilliseconds(now(), leaseMs);
      await tx.q.updateTable('jobs').set({ lease_until: lease }).where('id', '=', job.id).execute();
      return { ...job, lease, run: isRecurring(job.kind) ? await beginRun(tx, job.kind, now()) : null };
    });

  /** Holds the lease while the job runs. @returns what ends it. */
  function keepLease(job: Claimed): () => Promise<void> {
    let renewing: Promise<unknown> = Promise.resolve();
    const renew = async () => {
      const lease = plusMilliseconds(now(), leaseMs);
      const kept = await db.write(({ q }) =>
        q.updateTable('jobs').set({ lease_until: lease }).where('id', '=', job.id).where('lease_until', '=', job.lease).returning('id').executeTakeFirst(),
      );
      if (kept) job.lease = lease;
    };
    const timer = setInterval(() => {
      renewing = renew().catch((error) => log.warn({ err: error, job: job.kind, id: job.id }, 'lease of a job could not be renewed'));
    }, leaseMs / 4);
    return async () => {
      clearInterval(timer);
      await renewing;
    };
  }

  async function finish(tx: Tx, job: Claimed, kind: JobKind, done: number | null): Promise<void> {
    if (kind.cron === undefined) {
      // A job that planned itself again while it ran has no lease any more, and stays.
      await tx.q.deleteFrom('jobs').where('id', '=', job.id).where('lease_until', '=', job.lease).execute();
      return;
    }
    await tx.q
      .updateTable('jobs')
      .set({ due_at: nextRun(kind.cron, zone, now()), lease_until: null, attempts: 0, error: null, last_run_at: now() })
      .where('id', '=', job.id)
      .execute();
    if (job.run !== null) await endRun(tx, job.run, job.kind, now(), { state: 'done', done, error: null });
  }

  async function fail(job: Claimed, kind: JobKind, error: unknown): Promise<void> {
    const attempts = job.attempts + 1;
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    log.warn({ job: job.kind, id: job.id, ...(job.run === null ? {} : { run: job.run }), attempts, reason: text }, 'job failed');
    const over = kind.cron === undefined && attempts >= (kind.mostAttempts ?? 10);
    await db.write(async (tx) => {
      const { numUpdatedRows } = await tx.q
        .updateTable('jobs')
        .set({
          attempts,
          error: text,
          lease_until: null,
          state: over ? 'failed' : 'waiting',
          due_at: plusMilliseconds(now(), (kind.pauseMs ?? backOffMs)(attempts)),
        })
        .where('id', '=', job.id)
        .where('lease_until', '=', job.lease)
        .executeTakeFirst();
      if (job.run !== null) await endRun(tx, job.run, job.kind, now(), { state: 'failed', done: null, error: text });
      if (over && numUpdatedRows > 0n) await kind.onFailed?.(tx, JSON.parse(job.payload), text);
      if (over) tx.afterCommit(tell);
    });
  }

  async function runOne(job: Claimed): Promise<void> {
    const kind = kinds.get(job.kind);
    if (!kind) return;
    const endLease = keepLease(job);
    if (job.run !== null) tell();
    let done: number | null = null;
    try {
      const store = await kind.handler(JSON.parse(job.payload), job.attempts + 1, (count) => {
        done = count;
      });
      await endLease();
      await db.write(async (tx) => {
        // Taken back if it is not ours any more: it was cancelled or moved while its slow part ran.
        const still = await tx.q.selectFrom('jobs').select('id').where('id', '=', job.id).where('lease_until', '=', job.lease).executeTakeFirst();
        if (!still) return;
        await store?.(tx);
        await finish(tx, job, kind, done);
      });
    } catch (error) {
      await endLease();
      await fail(job, kind, error);
    }
    if (job.run !== null) tell();
  }

  /**
   * After the clock was set back: what an advanced clock planned for later than it would be planned now comes at its time, and what
   * failed is tried again at once. What ran by the advanced clock does not run twice for that.
   */
  async function planAnew(tx: Tx, which: 'all' | 'ran-later-than-now'): Promise<void> {
    const at = now();
    const ours = tx.q
      .selectFrom('jobs')
      .select(['id', 'kind', 'key', 'attempts', 'due_at'])
      .where('state', '=', 'waiting')
      .where('due_at', '>', at)
      .where((eb) => eb.or([eb('key', '=', recurringKey), eb('attempts', '>', 0)]))
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', at)]));
    const planned = await (which === 'all' ? ours : ours.where('last_run_at', '>', at)).execute();
    for (const { id, kind, key, attempts, due_at } of planned) {
      const expression = key === recurringKey ? kinds.get(kind)?.cron : undefined;
      const due = attempts > 0 ? at : expression === undefined ? due_at : nextRun(expression, zone, at);
      if (due < due_at) await tx.q.updateTable('jobs').set({ due_at: due }).where('id', '=', id).execute();
    }
  }

  async function lookAtClock(): Promise<void> {
    const at = now();
    const wasSetBack = at < plusMilliseconds(latest, -toleratedMs);
    if (wasSetBack) {
      log.warn({ from: latest, to: at }, 'the clock was set back');
      await db.write((tx) => planAnew(tx, 'all'));
    }
    latest = at;
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

  /** What a job is that waits for its time, whatever became of an earlier one with its key. */
  const waiting = (dueAt: string, payload: unknown) => ({
    payload: JSON.stringify(payload),
    due_at: dueAt,
    attempts: 0,
    lease_until: null,
    state: 'waiting',
    error: null,
  });
  const added = (tx: Tx, kind: string, key: string, row: ReturnType<typeof waiting>) =>
    tx.q.insertInto('jobs').values({ kind, key, last_run_at: null, ...row });

  const jobs: Jobs = {
    async schedule(tx, kind, key, dueAt, payload) {
      const row = waiting(dueAt, payload);
      await added(tx, kind, key, row)
        .onConflict((oc) => oc.columns(['kind', 'key']).doUpdateSet(row))
        .execute();
    },
    async plan(tx, kind, key, payload) {
      await added(tx, kind, key, waiting(now(), payload))
        .onConflict((oc) => oc.columns(['kind', 'key']).doNothing())
        .execute();
    },
    async hasten(tx, kind, key, payload) {
      const row = waiting(now(), payload);
      await added(tx, kind, key, row)
        .onConflict((oc) =>
          oc
            .columns(['kind', 'key'])
            .doUpdateSet(row)
            .where((eb) => eb.or([eb('jobs.lease_until', 'is', null), eb('jobs.lease_until', '<', now())])),
        )
        .execute();
    },
    async scheduleMany(tx, kind, planned) {
      await tx.insertMany(
        'jobs',
        planned.map(({ key, dueAt, payload }) => ({ kind, key, last_run_at: null, ...waiting(dueAt, payload) })),
        ' on conflict do nothing',
      );
    },
    async cancel(tx, kind, key) {
      await tx.q.deleteFrom('jobs').where('kind', '=', kind).where('key', '=', key).execute();
    },
    kinds: () => kinds,
    async runNow(tx, kind) {
      const { numUpdatedRows } = await tx.q
        .updateTable('jobs')
        .set({ due_at: now(), attempts: 0, error: null })
        .where('kind', '=', kind)
        .where('key', '=', recurringKey)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now())]))
        .executeTakeFirst();
      tx.afterCommit(() => {
        jobs.runDue().catch((error) => log.error({ err: error }, 'jobs could not be run'));
      });
      return numUpdatedRows > 0n;
    },
    async replan(tx, kind) {
      const expression = kinds.get(kind)?.cron;
      if (expression === undefined) return;
      await tx.q
        .updateTable('jobs')
        .set({ due_at: nextRun(expression, zone, now()), attempts: 0, error: null })
        .where('kind', '=', kind)
        .where('key', '=', recurringKey)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now())]))
        .execute();
    },
    async use(list, timeZone) {
      kinds = new Map(list.map((kind) => [kind.kind, kind]));
      zone = timeZone;
      await db.write(async (tx) => {
        const { q } = tx;
        // An SQLite file has one process at a time: what another one held when it was killed need not wait for its lease to end.
        if (!begun && db.dialect === 'sqlite') await q.updateTable('jobs').set({ lease_until: null }).where('lease_until', 'is not', null).execute();
        if (!begun) await planAnew(tx, 'ran-later-than-now');
        begun = true;
        // To reckon when each comes next would be a tenth of a start.
        const planned = new Set((await q.selectFrom('jobs').select('kind').where('key', '=', recurringKey).execute()).map(({ kind }) => kind));
        for (const { kind, cron: expression, firstAfterMs } of list) {
          if (expression === undefined || planned.has(kind)) continue;
          await q
            .insertInto('jobs')
            .values({
              kind,
              key: recurringKey,
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
      running ??= lookAtClock()
        .then(() => Promise.all(Array.from({ length: lanes }, runLane)))
        .then(() => undefined)
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    start() {
      stopped = false;
      const tick = () => {
        jobs.runDue().catch((error) => log.error({ err: error }, 'jobs could not be run'));
      };
      // The next second makes up for one that was missed; the library would write of it past the log.
      clock = cron.schedule('* * * * * *', tick, { suppressMissedWarning: true });
    },
    async stop() {
      stopped = true;
      await clock?.destroy();
      await running;
    },
  };
  return jobs;
}
