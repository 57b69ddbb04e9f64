import { type ById, endpoint } from './endpoint.js';

/** When a job runs by itself, in the company's time zone. `weekday`: 0 Sunday … 6 Saturday. */
export type JobSchedule =
  | { kind: 'minutes'; every: number }
  | { kind: 'hourly'; minute: number }
  | { kind: 'daily'; at: string }
  | { kind: 'weekly'; at: string; weekday: number }
  | { kind: 'days'; at: string; weekdays: number[] }
  | { kind: 'monthly'; at: string; day: number }
  | { kind: 'cron'; expression: string };

export interface JobRun {
  /** The same number stands in the log as `run`. */
  id: number;
  beganAt: string;
  endedAt: string | null;
  /** `broken`: the portal was stopped in the middle of it. */
  state: 'running' | 'done' | 'failed' | 'broken';
  /** What came of it, in the reader's language; null where there is nothing to count. */
  result: string | null;
  error: string | null;
}

/** A job that runs by itself again and again. */
export interface ScheduledJob {
  /** `core.nightly-snapshot`. */
  kind: string;
  title: string;
  text: string;
  schedule: JobSchedule;
  nextAt: string;
  isRunning: boolean;
  /** Failures in a row; it is tried again before its time. */
  failures: number;
  last: JobRun | null;
}

/** A job of a {@link JobQueue} that was given up. */
export interface FailedJob {
  /** The same number stands in the log as `id`. */
  id: number;
  attempts: number;
  error: string | null;
  /** False where trying again would do nothing: then it can only be put away. */
  canRetry: boolean;
}

/** Work of one kind that is done once, at its time: mails, reminders, bulk changes. */
export interface JobQueue {
  kind: string;
  title: string;
  /** Due now or being done. */
  waiting: number;
  /** Due later. */
  planned: number;
  nextAt: string | null;
  failed: number;
  /** The latest of those that failed. */
  failures: FailedJob[];
}

interface ByKind {
  kind: string;
}

const right = 'core.settings.manage';

export const jobEndpoints = {
  list: endpoint<{ reply: { scheduled: ScheduledJob[]; queues: JobQueue[] } }>()('GET', '/jobs', right),
  /** The latest runs, newest first. */
  runs: endpoint<{ params: ByKind; reply: { items: JobRun[] } }>()('GET', '/jobs/:kind/runs', right),
  /** Runs it as soon as it can; refused while it is running. */
  run: endpoint<{ params: ByKind; reply: ScheduledJob }>()('POST', '/jobs/:kind/run', right),
  /** Tries all failed ones of a kind again. */
  retryAll: endpoint<{ params: ByKind; reply: JobQueue }>()('POST', '/jobs/:kind/retry', right),
  retry: endpoint<{ params: ById; reply: JobQueue }>()('POST', '/failed-jobs/:id/retry', right),
  forget: endpoint<{ params: ById; reply: JobQueue }>()('DELETE', '/failed-jobs/:id', right),
};
