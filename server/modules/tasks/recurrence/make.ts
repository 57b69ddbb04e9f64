import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { Task } from '../../../contracts/tasks/records.js';
import { openStates, type TaskState } from '../../../contracts/tasks/steps.js';
import { systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { lockRow } from '../../../core/db/lock.js';
import { clockIn, nextWorkingDay } from '../../../core/db/working-days.js';
import { Refusal } from '../../../core/http/problem.js';
import type { JobHandler } from '../../../core/jobs/jobs.js';
import { readRow } from '../../../core/records/change.js';
import type { WorkClock } from '../dependencies/working-time.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { createTask, type TaskDraft, toTask } from '../tasks/save.js';
import { tell } from '../tasks/tell.js';
import { whoWorks } from '../tasks/who-works.js';
import { daysAfterFirst, nextDay, type WholeRepeat } from './repeat.js';
import { repeatOf, type Series } from './series.js';
import type {} from './tables.js';

/** So many tasks of one series are made in a run. */
const mostAtOnce = 50;

/** The newest task of a series that is not in the bin: what was changed in it goes on. */
async function newestOf(tasks: Tasks, tx: Tx, seriesId: number): Promise<Task | undefined> {
  const rows = await tx.q.selectFrom('tasks_occurrences').select('task_id').where('series_id', '=', seriesId).orderBy('day', 'desc').limit(10).execute();
  for (const { task_id } of rows) {
    const row = await readRow(tasks.records, tx.q, task, task_id);
    if (row) return toTask(row);
  }
  return undefined;
}

const isOpen = (of: Task): boolean => openStates.includes(of.state as TaskState);

/** The days that are due for a series, those first that were missed; and up to which day it has been looked after. */
function dueDays(series: Series, repeat: WholeRepeat, newest: Task, today: string, { timeZone, workingHours }: WorkClock): string[] {
  if (repeat.afterDays !== undefined) {
    if (isOpen(newest) || newest.closedAt === null || (repeat.count !== null && series.made >= repeat.count)) return [];
    const given = plusDays(dayIn(timeZone, newest.closedAt), repeat.afterDays);
    const day = repeat.workingDaysOnly ? nextWorkingDay(workingHours, given) : given;
    const isPast = day <= series.last_on;
    const next = isPast ? plusDays(series.last_on, 1) : day;
    return (repeat.until !== null && next > repeat.until) || next > plusDays(today, repeat.aheadDays) ? [] : [next];
  }
  const horizon = plusDays(today, repeat.aheadDays);
  const due: string[] = [];
  for (const day of daysAfterFirst(workingHours, repeat)) {
    if (day > horizon || due.length >= 2000) break;
    if (day > series.last_on) due.push(day);
  }
  return due;
}

async function copyOf(tasks: Tasks, source: Task, day: string, { timeZone, workingHours }: WorkClock): Promise<TaskDraft> {
  const deadlineAt = instantAt(day, source.deadlineAt === null ? workingHours.to : clockIn(timeZone, source.deadlineAt), timeZone);
  const moved = source.deadlineAt === null ? null : Date.parse(deadlineAt) - Date.parse(source.deadlineAt);
  const shifted = (instant: string | null) => (instant === null || moved === null ? null : plusMilliseconds(instant, moved));
  const { title, priority, estimateMinutes, projectId, tags, aboutType, aboutId, needsResult, needsAcceptance, mayMoveDeadline } = source;
  return {
    ...{ title, priority, estimateMinutes, projectId, tags, needsResult, needsAcceptance, mayMoveDeadline },
    // What it was about may have gone since, or its module be off.
    ...(aboutType !== null && aboutId !== null && tasks.records.kinds.has(aboutType) ? { aboutType, aboutId } : {}),
    ownerId:
      (
        await whoWorks(
          tasks,
          [source.ownerId, source.creatorId].filter((id): id is number => id !== null),
        )
      )[0] ?? null,
    helperIds: await whoWorks(tasks, source.helperIds),
    observerIds: await whoWorks(tasks, source.observerIds),
    deadlineAt,
    plannedStartAt: shifted(source.plannedStartAt),
    plannedEndAt: shifted(source.plannedEndAt),
  } as TaskDraft;
}

/** The checklist of a task for the next one, with nothing ticked. */
async function copyChecks(tx: Tx, fromId: number, toId: number): Promise<void> {
  const checks = await tx.q
    .selectFrom('tasks_checks')
    .selectAll()
    .where('task_id', '=', fromId)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const ids = new Map<number, number>();
  // Parents come first: else a child would not find its own.
  for (let left = checks; left.length > 0; ) {
    const ready = left.filter(({ parent_id }) => parent_id === null || ids.has(parent_id) || !left.some(({ id }) => id === parent_id));
    if (ready.length === 0) break;
    for (const { id, parent_id, text, position, person_id } of ready) {
      const parent = parent_id === null ? null : (ids.get(parent_id) ?? null);
      const copy = { task_id: toId, parent_id: parent, text, position, done_at: null, done_by: null, person_id, file_ids: '[]', deleted_at: null };
      ids.set(id, await tx.insert('tasks_checks', copy));
    }
    left = left.filter((one) => !ready.includes(one));
  }
  if (checks.length > 0) await tx.update('tasks_tasks', toId, { check_count: checks.length });
}

/** Makes what is due of one series. @returns how many tasks were made. */
async function makeDue(tasks: Tasks, tx: Tx, seriesId: number): Promise<number> {
  const series = await lockRow(tx, 'tasks_series', seriesId);
  if (!series || series.ended_at !== null) return 0;
  const repeat = repeatOf(series);
  const newest = await newestOf(tasks, tx, seriesId);
  if (!newest) {
    // Whoever deletes the last task of a series wants no more of it.
    await tx.update('tasks_series', seriesId, { ended_at: tasks.now(), next_on: null });
    return 0;
  }
  const clock = tasks.settings.company();
  const { timeZone, language } = clock;
  const today = dayIn(timeZone, tasks.now());
  const due = dueDays(series, repeat, newest, today, clock);
  const missed = due.filter((day) => day <= today);
  const toCome = due.filter((day) => day > today);
  const wanted = [...(repeat.catchUp === 'all' ? missed : missed.slice(-1)), ...toCome].slice(0, mostAtOnce);
  let [made, source] = [0, newest];
  for (const day of wanted) {
    if (repeat.skipWhileOpen && isOpen(source)) break;
    const draft = await copyOf(tasks, source, day, clock);
    const text = { html: source.description ?? '', words: source.descriptionText ?? '' };
    const next = await createTask(tasks, tx, systemActor(language, timeZone), draft, text, { creatorId: source.creatorId });
    await copyChecks(tx, source.id, next.id);
    await tx.insertMany('tasks_occurrences', [{ series_id: seriesId, day, task_id: next.id }]);
    [made, source] = [made + 1, next];
  }
  const last = wanted.length === mostAtOnce ? wanted.at(-1) : due.at(-1);
  const lastOn = last ?? series.last_on;
  const nextOn = nextDay(clock.workingHours, repeat, lastOn);
  const total = series.made + made;
  const isOver = repeat.afterDays === undefined ? nextOn === null : repeat.count !== null && total >= repeat.count;
  await tx.update('tasks_series', seriesId, { last_on: lastOn, next_on: nextOn, made: total, ...(isOver ? { ended_at: tasks.now() } : {}) });
  return made;
}

/** Ends a series whose next task could not be made, and tells whoever set it; without them, whoever has its newest task. */
async function failSeries(tasks: Tasks, tx: Tx, seriesId: number, error: Refusal): Promise<void> {
  const series = await lockRow(tx, 'tasks_series', seriesId);
  if (!series || series.ended_at !== null) return;
  const failure = error.options.errors?.[0]?.message ?? error.code;
  await tx.update('tasks_series', seriesId, { ended_at: tasks.now(), next_on: null, failure });
  const newest = await newestOf(tasks, tx, seriesId);
  if (!newest) return;
  const { language, timeZone } = tasks.settings.company();
  await tell(tasks, tx, systemActor(language, timeZone), newest, [series.person_id ?? newest.ownerId ?? newest.creatorId], 'series-ended');
}

/** Makes the tasks that come again, each exactly once: a task, its place in the series and how far that has come are stored together. */
export const repeatTasks =
  (tasks: Tasks): JobHandler =>
  async (_payload, _attempt, dealtWith) => {
    let made = 0;
    for (let after = 0; ; ) {
      const rows = await tasks.db.read
        .selectFrom('tasks_series')
        .selectAll()
        .where('ended_at', 'is', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(500)
        .execute();
      for (const row of rows) {
        after = row.id;
        const repeat = repeatOf(row);
        const horizon = plusDays(dayIn(tasks.settings.company().timeZone, tasks.now()), repeat.aheadDays);
        if (repeat.afterDays === undefined && (row.next_on === null || row.next_on > horizon)) continue;
        try {
          made += await tasks.db.write((tx) => makeDue(tasks, tx, row.id));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          await tasks.db.write((tx) => failSeries(tasks, tx, row.id, error));
        }
      }
      if (rows.length < 500) break;
    }
    dealtWith(made);
    return undefined;
  };
