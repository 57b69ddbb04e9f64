import type { FailedJob, JobQueue, JobRun, ScheduledJob } from '../../contracts/core/jobs.js';
import type { Queries } from '../db/database.js';
import { notFound } from '../http/problem.js';
import { hasText, texts } from '../i18n/texts.js';
import { type JobKind, recurringKey } from './jobs.js';
import { keptRuns } from './runs.js';
import { scheduleOf } from './schedule.js';

/** So many failed jobs of a kind are shown. */
const shownFailures = 20;

/** What a job is called: the texts `<module>:job.<rest>.title`, `.text` and `.done` (with `count`). */
function wordsOf(kind: string, language: string) {
  const [module = '', ...rest] = kind.split('.');
  const key = `${module}:job.${rest.join('.')}`;
  const t = texts(language);
  const word = (part: string) => (hasText(`${key}.${part}`) ? t(`${key}.${part}`) : null);
  return {
    title: word('title') ?? kind,
    text: word('text') ?? '',
    done(count: number | null) {
      if (count === null) return null;
      return count === 0 || !hasText(`${key}.done_other`) ? t('core:job.nothing') : t(`${key}.done`, { count });
    },
  };
}

/** What a job is called in a language; its kind where it has no name. */
export const titleOfJob = (kind: string, language: string): string => wordsOf(kind, language).title;

/** Why a job failed: what the system calls it, and before that what it means, where that can be said. */
function reasonOf(error: string | null, language: string): string | null {
  const code = /\bE[A-Z]{4,}\b/.exec(error ?? '')?.[0];
  const key = `core:job.error.${code}`;
  return error !== null && code !== undefined && hasText(key) ? `${texts(language)(key)} (${error})` : error;
}

interface RunRow {
  id: number;
  kind: string;
  began_at: string;
  ended_at: string | null;
  state: string;
  done: number | null;
  error: string | null;
}

const toRun = (row: RunRow, language: string): JobRun => ({
  id: row.id,
  beganAt: row.began_at,
  endedAt: row.ended_at,
  state: row.state as JobRun['state'],
  result: wordsOf(row.kind, language).done(row.done),
  error: reasonOf(row.error, language),
});

/** The recurring jobs among `kinds`, by what comes next; jobs of modules that are off are not among them. */
export async function scheduledJobs(q: Queries, kinds: ReadonlyMap<string, JobKind>, now: string, language: string): Promise<ScheduledJob[]> {
  const recurring = [...kinds.values()].filter(({ cron }) => cron !== undefined);
  if (recurring.length === 0) return [];
  const names = recurring.map(({ kind }) => kind);
  const rows = await q.selectFrom('jobs').selectAll().where('key', '=', recurringKey).where('kind', 'in', names).orderBy('due_at').orderBy('id').execute();
  const lastIds = q
    .selectFrom('job_runs')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('kind', 'in', names)
    .groupBy('kind');
  const runs = new Map((await q.selectFrom('job_runs').selectAll().where('id', 'in', lastIds).execute()).map((row) => [row.kind, toRun(row, language)]));
  return rows.map((row) => {
    const { title, text } = wordsOf(row.kind, language);
    const isRunning = row.lease_until !== null && row.lease_until >= now;
    const last = runs.get(row.kind) ?? null;
    return {
      kind: row.kind,
      title,
      text,
      schedule: scheduleOf(kinds.get(row.kind)?.cron ?? ''),
      nextAt: row.due_at,
      isRunning,
      failures: row.attempts,
      // Its process is gone, and the next run has not noted that yet.
      last: last?.state === 'running' && !isRunning ? { ...last, state: 'broken' } : last,
    };
  });
}

/** @throws Refusal 404 for a job that is not there, or whose module is off. */
export async function scheduledJob(q: Queries, kinds: ReadonlyMap<string, JobKind>, kind: string, now: string, language: string): Promise<ScheduledJob> {
  const job = (await scheduledJobs(q, kinds, now, language)).find((one) => one.kind === kind);
  if (!job) throw notFound();
  return job;
}

/** @throws Refusal 404. */
export async function runsOf(q: Queries, kinds: ReadonlyMap<string, JobKind>, kind: string, now: string, language: string): Promise<JobRun[]> {
  const { isRunning } = await scheduledJob(q, kinds, kind, now, language);
  const rows = await q.selectFrom('job_runs').selectAll().where('kind', '=', kind).orderBy('id', 'desc').limit(keptRuns).execute();
  return rows.map((row) => toRun(row.state === 'running' && !isRunning ? { ...row, state: 'broken' } : row, language));
}

/** Whether trying again does anything: what `onFailed` has closed stays closed unless the kind can open it. */
export const canRetry = (kind: JobKind | undefined): boolean => kind !== undefined && (kind.onFailed === undefined || kind.onRetry !== undefined);

/** Jobs that are done once, counted by kind. @param only of this kind. */
export async function jobQueues(q: Queries, kinds: ReadonlyMap<string, JobKind>, now: string, language: string, only?: string): Promise<JobQueue[]> {
  const names = [...kinds.values()].filter(({ kind, cron }) => cron === undefined && (only === undefined || kind === only)).map(({ kind }) => kind);
  if (names.length === 0) return [];
  const counts = await q
    .selectFrom('jobs')
    .select((eb) => [
      'kind',
      eb.fn.sum<number>(eb.case().when('state', '=', 'failed').then(1).else(0).end()).as('failed'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('state', '=', 'waiting'), eb('due_at', '<=', now)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('waiting'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('state', '=', 'waiting'), eb('due_at', '>', now)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('planned'),
      eb.fn.min(eb.case().when('state', '=', 'waiting').then(eb.ref('due_at')).end()).as('next'),
    ])
    .where('kind', 'in', names)
    .groupBy('kind')
    .execute();
  const queues: JobQueue[] = [];
  for (const row of counts) {
    const failed = Number(row.failed);
    queues.push({
      kind: row.kind,
      title: wordsOf(row.kind, language).title,
      waiting: Number(row.waiting),
      planned: Number(row.planned),
      nextAt: row.next ?? null,
      failed,
      failures: failed === 0 ? [] : await failuresOf(q, kinds, row.kind, language),
    });
  }
  return queues.sort((a, b) => b.failed - a.failed || a.title.localeCompare(b.title, language));
}

async function failuresOf(q: Queries, kinds: ReadonlyMap<string, JobKind>, kind: string, language: string): Promise<FailedJob[]> {
  const rows = await q
    .selectFrom('jobs')
    .select(['id', 'attempts', 'error'])
    .where('kind', '=', kind)
    .where('state', '=', 'failed')
    .orderBy('due_at', 'desc')
    .orderBy('id')
    .limit(shownFailures)
    .execute();
  return rows.map((row) => ({ ...row, error: reasonOf(row.error, language), canRetry: canRetry(kinds.get(kind)) }));
}
