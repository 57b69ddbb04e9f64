import { plausibleYears } from '../../../contracts/core/fields.js';
import type { Dependency } from '../../../contracts/tasks/endpoints.js';
import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow, update } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from '../tasks/roles.js';
import { changeTask, toTask } from '../tasks/save.js';
import { linksAt } from './dependencies.js';
import { plusWorkingMinutes, workingMinutesBetween } from './working-time.js';

interface Planned {
  start: string;
  end: string;
}

/** More tasks are not pushed by one move. */
const mostPushed = 500;

/** The planned time of a task that waits, as it has to be for one dependency: as it is, or later by as much as it must, its working time kept. */
function pushed(first: Planned, second: Planned, { kind, lagMinutes }: Pick<Dependency, 'kind' | 'lagMinutes'>, timeZone: string): Planned {
  const from = kind === 'end-start' || kind === 'end-end' ? first.end : first.start;
  const earliest = plusWorkingMinutes(from, lagMinutes, timeZone);
  const bound = kind === 'end-start' || kind === 'start-start' ? second.start : second.end;
  if (bound >= earliest) return second;
  const length = workingMinutesBetween(second.start, second.end, timeZone);
  if (kind === 'end-start' || kind === 'start-start') return { start: earliest, end: plusWorkingMinutes(earliest, length, timeZone) };
  return { start: plusWorkingMinutes(earliest, -length, timeZone), end: earliest };
}

const plannedOf = ({ plannedStartAt, plannedEndAt }: Task): Planned | null =>
  plannedStartAt === null || plannedEndAt === null ? null : { start: plannedStartAt, end: plannedEndAt };

/**
 * Sets the planned time of a task and pushes those that wait for it, and so on, later where they have to be: never earlier, and only
 * what the actor may change. @returns the tasks that changed, this one first. @throws Refusal 422 where one would be pushed out of all calendars.
 */
export async function reschedule(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  { plannedStartAt, plannedEndAt, version }: { plannedStartAt: string; plannedEndAt: string; version?: number },
): Promise<Task[]> {
  const timeZone = tasks.settings.company().timeZone;
  const first = await changeTask(tasks, tx, actor, id, { plannedStartAt, plannedEndAt, ...(version === undefined ? {} : { version }) });
  const changed = new Map([[id, first]]);
  for (let edge = [id]; edge.length > 0 && changed.size < mostPushed; ) {
    const next: number[] = [];
    for (const link of await linksAt(tx.q, tx.dialect, 'from_id', edge)) {
      const row = await readRow(tasks.records, tx.q, task, link.toId, { lock: true });
      const [from, to] = [plannedOf(changed.get(link.fromId) as Task), row ? plannedOf(toTask(row)) : null];
      if (!row || !from || !to || !may(tasks, actor, row, 'change')) continue;
      const planned = pushed(from, to, link, timeZone);
      if (planned === to) continue;
      if (Number(planned.end.slice(0, 4)) > plausibleYears.max) throw invalidField('plannedEndAt', 'year', plausibleYears);
      // The deadline stands: whoever plans sees that it is passed.
      changed.set(link.toId, await update(tasks.records, tx, actor, task, row, { plannedStartAt: planned.start, plannedEndAt: planned.end }));
      next.push(link.toId);
    }
    edge = next;
  }
  return [...changed.values()];
}
