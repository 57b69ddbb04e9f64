import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { StoppedTimer, Timer } from '../../../contracts/tasks/time.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { conflict } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { titleOf } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { demandBookable, entryOf, freeMinutes, insertEntry, tellTime } from './entries.js';
import { lockForEntries } from './lock.js';

const minuteMs = 60_000;

export async function timerOf(tasks: Tasks, q: Queries, actor: Actor): Promise<Timer | null> {
  const row = await q
    .selectFrom('tasks_timers')
    .selectAll()
    .where('person_id', '=', actor.personId ?? 0)
    .executeTakeFirst();
  if (!row) return null;
  const of = await readRow(tasks.records, q, task, row.task_id);
  const taskTitle = of && reaches(tasks.records, actor, task, of, 'read') ? titleOf(task, of) : null;
  return { taskId: row.task_id, taskTitle, startedAt: row.started_at };
}

/** The days over which an interval goes, with the whole minutes of each. */
function daysBetween(startedAt: string, endedAt: string, timeZone: string): { day: string; minutes: number }[] {
  const parts: { day: string; minutes: number }[] = [];
  // Counted from the beginning, so that what is rounded on one day is not lost on the next.
  const upTo = (instant: string) => Math.round((Date.parse(instant) - Date.parse(startedAt)) / minuteMs);
  for (let [day, from] = [dayIn(timeZone, startedAt), startedAt]; from < endedAt; ) {
    const midnight = instantAt(plusDays(day, 1), 0, timeZone);
    const to = midnight < endedAt ? midnight : endedAt;
    const minutes = upTo(to) - upTo(from);
    if (minutes > 0) parts.push({ day, minutes });
    [day, from] = [plusDays(day, 1), to];
  }
  return parts;
}

async function endTimer(tasks: Tasks, tx: Tx, actor: Actor, timer: Timer, note: string | null): Promise<StoppedTimer> {
  const personId = actor.personId as number;
  const locked = await lockForEntries(tx, personId);
  await tx.q.deleteFrom('tasks_timers').where('person_id', '=', personId).execute();
  const stopped: StoppedTimer = { entries: [], leftOutMinutes: 0 };
  for (const part of daysBetween(timer.startedAt, tasks.now(), actor.timeZone)) {
    const free = locked !== null && part.day < locked ? 0 : await freeMinutes(tx.q, personId, part.day);
    const minutes = Math.max(0, Math.min(part.minutes, free));
    stopped.leftOutMinutes += part.minutes - minutes;
    if (minutes === 0) continue;
    const id = await insertEntry(tasks, tx, { taskId: timer.taskId, personId, day: part.day, minutes, note, startedAt: timer.startedAt });
    stopped.entries.push(await entryOf(tasks, tx.q, actor, id));
  }
  return stopped;
}

/** Starts to count for a task. What ran before is stopped; what runs for this task already goes on. @throws Refusal 403, 422. */
export async function startTimer(tasks: Tasks, tx: Tx, actor: Actor, taskId: number): Promise<{ timer: Timer; stopped: StoppedTimer | null }> {
  await demandBookable(tasks, tx.q, actor, taskId);
  const personId = actor.personId as number;
  await lockForEntries(tx, personId);
  const running = await timerOf(tasks, tx.q, actor);
  if (running?.taskId === taskId) return { timer: running, stopped: null };
  const stopped = running ? await endTimer(tasks, tx, actor, running, null) : null;
  await tx.insertMany('tasks_timers', [{ person_id: personId, task_id: taskId, started_at: tasks.now() }]);
  tellTime(tasks, tx, personId);
  return { timer: (await timerOf(tasks, tx.q, actor)) as Timer, stopped };
}

/** @throws Refusal 409 where none runs. */
export async function stopTimer(tasks: Tasks, tx: Tx, actor: Actor, note: string | null | undefined): Promise<StoppedTimer> {
  await lockForEntries(tx, actor.personId ?? 0);
  const running = await timerOf(tasks, tx.q, actor);
  if (!running) throw conflict('no-timer');
  const stopped = await endTimer(tasks, tx, actor, running, note?.trim() || null);
  tellTime(tasks, tx, actor.personId as number);
  return stopped;
}

export async function dropTimer(tasks: Tasks, tx: Tx, actor: Actor): Promise<{ timer: null }> {
  await tx.q
    .deleteFrom('tasks_timers')
    .where('person_id', '=', actor.personId ?? 0)
    .execute();
  tellTime(tasks, tx, actor.personId ?? 0);
  return { timer: null };
}
