import type { Selectable } from 'kysely';
import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { Repeat, RepeatDraft } from '../../../contracts/tasks/recurrence.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { lockRow } from '../../../core/db/lock.js';
import type { Tables } from '../../../core/db/tables.js';
import { invalidField } from '../../../core/http/problem.js';
import { hasText, texts } from '../../../core/i18n/texts.js';
import { rowForAction } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { toTask } from '../tasks/save.js';
import { completeRepeat, nextDay, type WholeRepeat } from './repeat.js';
import type {} from './tables.js';

export type Series = Selectable<Tables['tasks_series']>;

export const repeatOf = (series: Series): WholeRepeat => JSON.parse(series.rule) as WholeRepeat;

const seriesOf = (q: Queries, taskId: number): Promise<Series | undefined> =>
  q
    .selectFrom('tasks_series')
    .innerJoin('tasks_occurrences', 'tasks_occurrences.series_id', 'tasks_series.id')
    .selectAll('tasks_series')
    .where('tasks_occurrences.task_id', '=', taskId)
    .executeTakeFirst();

/** Why a series failed, in words. */
function failureText(code: string, language: string): string | null {
  const key = [`core:error.field.${code}`, `core:error.${code}.title`].find(hasText);
  return key === undefined ? null : texts(language)(key);
}

/** How a task comes again; null where it does not. */
export async function repeatOfTask(q: Queries, taskId: number, language: string): Promise<Repeat | null> {
  const series = await seriesOf(q, taskId);
  if (!series) return null;
  const { made, ended_at: endedAt, failure } = series;
  const nextOn = endedAt === null ? series.next_on : null;
  return { ...repeatOf(series), nextOn, made, endedAt, failure, failureText: failure === null ? null : failureText(failure, language) };
}

/** Has a task come again, or changes how it does: then it counts from this task on. @throws Refusal 404, 403, 422. */
export async function setRepeat(tasks: Tasks, tx: Tx, actor: Actor, taskId: number, draft: RepeatDraft): Promise<Repeat | null> {
  const of = toTask(await rowForAction(tasks.records, tx, actor, task, taskId, 'change'));
  const { timeZone, workingHours } = tasks.settings.company();
  const repeat = completeRepeat(workingHours, draft, dayIn(timeZone, of.deadlineAt ?? tasks.now()));
  const present = await seriesOf(tx.q, taskId);
  // Days before today were not missed: nobody had asked for them yet. And no day comes twice.
  const yesterday = plusDays(dayIn(timeZone, tasks.now()), -1);
  const lastOn = [present?.last_on ?? '', repeat.startOn, yesterday].sort().at(-1) as string;
  const nextOn = nextDay(workingHours, repeat, lastOn);
  if (repeat.rrule !== undefined && nextOn === null)
    throw invalidField(repeat.until !== null ? 'until' : repeat.count !== null ? 'count' : 'rrule', 'never-comes');
  const values = {
    rule: JSON.stringify(repeat),
    start_on: repeat.startOn,
    person_id: actor.personId,
    last_on: lastOn,
    next_on: nextOn,
    ended_at: null,
    failure: null,
  };
  if (present) {
    // What was made goes on counting.
    await tx.update('tasks_series', present.id, values);
  } else {
    const id = await tx.insert('tasks_series', { ...values, made: 1, created_at: tasks.now() });
    await tx.insertMany('tasks_occurrences', [{ series_id: id, day: repeat.startOn, task_id: taskId }]);
  }
  return repeatOfTask(tx.q, taskId, actor.language);
}

/** Ends the series of a task; or takes only this task out of it. @throws Refusal 404, 403. */
export async function endRepeat(tasks: Tasks, tx: Tx, actor: Actor, taskId: number, only?: 'this'): Promise<Repeat | null> {
  await rowForAction(tasks.records, tx, actor, task, taskId, 'change');
  const found = await seriesOf(tx.q, taskId);
  // The job that makes tasks takes turns with this.
  const series = found && (await lockRow(tx, 'tasks_series', found.id));
  const others = await tx.q
    .selectFrom('tasks_occurrences')
    .select('task_id')
    .where('series_id', '=', found?.id ?? 0)
    .where('task_id', '<>', taskId)
    .limit(1)
    .execute();
  if (only === 'this') await tx.q.deleteFrom('tasks_occurrences').where('task_id', '=', taskId).execute();
  // Without any other task nothing would be left of which the next could be made.
  const ends = only === undefined || others.length === 0;
  if (series && series.ended_at === null && ends) await tx.update('tasks_series', series.id, { ended_at: tasks.now(), next_on: null });
  return repeatOfTask(tx.q, taskId, actor.language);
}
