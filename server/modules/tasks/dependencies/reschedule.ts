import { plausibleYears } from '../../../contracts/core/fields.js';
import type { Dependency, TaskTimes } from '../../../contracts/tasks/endpoints.js';
import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow, update } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from '../tasks/roles.js';
import { changeTask, toTask } from '../tasks/save.js';
import { linksAt } from './dependencies.js';
import { plusWorkingMinutes, type WorkClock, workingMinutesBetween } from './working-time.js';

interface Planned {
  start: string;
  end: string;
}

/** More tasks are not pushed by one move. */
export const mostPushed = 500;

/** The planned time of a task that waits, as it has to be for one dependency: as it is, or later by as much as it must, its working time kept. */
function pushed(first: Planned, second: Planned, { kind, lagMinutes }: Pick<Dependency, 'kind' | 'lagMinutes'>, clock: WorkClock): Planned {
  const from = kind === 'end-start' || kind === 'end-end' ? first.end : first.start;
  const earliest = plusWorkingMinutes(clock, from, lagMinutes);
  const bound = kind === 'end-start' || kind === 'start-start' ? second.start : second.end;
  if (bound >= earliest) return second;
  const length = workingMinutesBetween(clock, second.start, second.end);
  if (kind === 'end-start' || kind === 'start-start') return { start: earliest, end: plusWorkingMinutes(clock, earliest, length) };
  return { start: plusWorkingMinutes(clock, earliest, -length), end: earliest };
}

/** Only what has a beginning and an end can be pushed: a deadline alone stands. */
const plannedOf = ({ plannedStartAt, plannedEndAt }: Task): Planned | null =>
  plannedStartAt === null || plannedEndAt === null ? null : { start: plannedStartAt, end: plannedEndAt };

/** When others may take a task to begin and to end: as it is planned, or as far as that is not said, at its deadline. */
function takenFor({ plannedStartAt, plannedEndAt, deadlineAt }: Task): Planned | null {
  const end = plannedEndAt ?? deadlineAt ?? plannedStartAt;
  return end === null ? null : { start: plannedStartAt ?? end, end };
}

/** The times of a task as they were, to be set again on what it has become. */
const undoOf = (before: Row, { version }: Task): TaskTimes => {
  const { id, plannedStartAt, plannedEndAt, deadlineAt } = toTask(before);
  return { id, version, plannedStartAt, plannedEndAt, deadlineAt };
};

/**
 * Sets the times of a task and pushes those that wait for it, and so on, later where they have to be: never earlier, and only what the
 * actor may change. @returns the tasks that changed, this one first, and their times before. @throws Refusal 422 where one would be pushed
 * out of all calendars.
 */
export async function reschedule(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  times: Partial<Omit<TaskTimes, 'id'>>,
): Promise<{ items: Task[]; undo: TaskTimes[] }> {
  const clock = tasks.settings.company();
  const before = await readRow(tasks.records, tx.q, task, id);
  const changed = new Map([[id, await changeTask(tasks, tx, actor, id, times)]]);
  const rows = new Map(before ? [[id, before]] : []);
  for (let edge = [id]; edge.length > 0 && changed.size < mostPushed; ) {
    const next: number[] = [];
    for (const link of await linksAt(tx.q, tx.dialect, 'from_id', edge)) {
      const row = await readRow(tasks.records, tx.q, task, link.toId, { lock: true });
      const [from, to] = [takenFor(changed.get(link.fromId) as Task), row ? plannedOf(toTask(row)) : null];
      if (!row || !from || !to || !may(tasks, actor, row, 'change')) continue;
      const planned = pushed(from, to, link, clock);
      if (planned === to) continue;
      if (Number(planned.end.slice(0, 4)) > plausibleYears.max) throw invalidField('plannedEndAt', 'year', plausibleYears);
      // The deadline stands: whoever plans sees that it is passed.
      if (!rows.has(link.toId)) rows.set(link.toId, row);
      changed.set(link.toId, await update(tasks.records, tx, actor, task, row, { plannedStartAt: planned.start, plannedEndAt: planned.end }));
      next.push(link.toId);
    }
    edge = next;
  }
  const items = [...changed.values()];
  return { items, undo: items.map((one) => undoOf(rows.get(one.id) as Row, one)) };
}

/** Sets the times of several tasks as they are given. @throws Refusal 403, 404, 409, 422. */
export async function setTimes(tasks: Tasks, tx: Tx, actor: Actor, items: readonly TaskTimes[]): Promise<Task[]> {
  const set: Task[] = [];
  for (const { id, ...times } of items) set.push(await changeTask(tasks, tx, actor, id, times));
  return set;
}
