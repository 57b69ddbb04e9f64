import { sql } from 'kysely';
import { openStates, type TaskState } from '../../../contracts/tasks/steps.js';
import type { Tx } from '../../../core/db/database.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import type { Row } from '../../../core/records/kind.js';
import { stepsChanged } from '../../../core/records/next-steps.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import type { Tasks } from '../run.js';

const isOpen = (row: Row): boolean => openStates.includes(row.state as TaskState);
const isDone = (row: Row): boolean => row.state === 'done';

type Change = { before: Row | null; after: Row | null };

/** How many more (or fewer) tasks there are below each parent or in each project, and how many more of them are done. */
function differences(changes: readonly Change[], column: 'parent_id' | 'project_id'): [id: number, all: number, done: number][] {
  const sums = new Map<number, [number, number]>();
  const add = (row: Row | null, sign: number) => {
    const id = row?.[column];
    if (!row || typeof id !== 'number') return;
    const [all, done] = sums.get(id) ?? [0, 0];
    sums.set(id, [all + sign, done + (isDone(row) ? sign : 0)]);
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  // In one order always, so that two transactions cannot lock each other out.
  return [...sums]
    .filter(([, [all, done]]) => all !== 0 || done !== 0)
    .sort(([a], [b]) => a - b)
    .map(([id, [all, done]]) => [id, all, done]);
}

/** Reminders a day before the deadline and at it; names of the tasks inside the module. */
export const nearTask = 'deadline-near';
export const overdueTask = 'deadline-passed';
const dayMs = 86_400_000;

const reminders = [
  [nearTask, dayMs],
  [overdueTask, 0],
] as const;

/** When a reminder of a task comes; null: none does. What was near or past already when it was noted needs no word: it was said so then. */
function reminderAt(tasks: Tasks, after: Row | null, ahead: number): string | null {
  const deadline = after && isOpen(after) ? (after.deadline_at as string | null) : null;
  const at = deadline === null ? null : plusMilliseconds(deadline, -ahead);
  return at === null || at <= tasks.now() ? null : at;
}

async function planReminders(tasks: Tasks, tx: Tx, id: number, after: Row | null): Promise<void> {
  for (const [name, ahead] of reminders) {
    const at = reminderAt(tasks, after, ahead);
    if (at === null) await tasks.jobs.cancel(tx, `tasks.${name}`, String(id));
    else await tasks.jobs.schedule(tx, `tasks.${name}`, String(id), at, { taskId: id });
  }
}

/** Those of tasks that were not there before: they have none yet. */
async function planFirstReminders(tasks: Tasks, tx: Tx, rows: readonly Row[]): Promise<void> {
  for (const [name, ahead] of reminders) {
    const planned = rows.flatMap((row) => {
      const dueAt = reminderAt(tasks, row, ahead);
      return dueAt === null ? [] : [{ key: String(row.id), dueAt, payload: { taskId: row.id } }];
    });
    await tasks.jobs.scheduleMany(tx, `tasks.${name}`, planned);
  }
}

/** The records whose next step a change may have moved. */
function recordsMoved(changes: readonly Change[]): RecordRef[] {
  const refOf = (row: Row | null) => (row && isOpen(row) && row.about_id !== null ? [{ type: row.about_type as string, id: row.about_id as number }] : []);
  return changes.flatMap(({ before, after }) => {
    const [left, come] = [refOf(before), refOf(after)];
    const isSame = JSON.stringify(left) === JSON.stringify(come) && before?.deadline_at === after?.deadline_at;
    return isSame ? [] : [...left, ...come];
  });
}

/** What goes along with every change of tasks, one or many: the numbers of parents and projects, reminders, and what comes next elsewhere. */
export async function followTasks(tasks: Tasks, tx: Tx, changes: readonly Change[]): Promise<void> {
  for (const [id, all, done] of differences(changes, 'parent_id'))
    await sql`update tasks_tasks set subtask_count = coalesce(subtask_count, 0) + ${all}, subtask_done_count = coalesce(subtask_done_count, 0) + ${done}
      where id = ${id}`.execute(tx.q);
  for (const [id, all, done] of differences(changes, 'project_id'))
    await sql`update tasks_projects set task_count = coalesce(task_count, 0) + ${all}, done_count = coalesce(done_count, 0) + ${done}
      where id = ${id}`.execute(tx.q);
  await planFirstReminders(
    tasks,
    tx,
    changes.flatMap(({ before, after }) => (before === null && after !== null ? [after] : [])),
  );
  for (const { before, after } of changes) {
    if (!before) continue;
    const one = after ?? before;
    if (after && before.deadline_at === after.deadline_at && isOpen(before) === isOpen(after)) continue;
    await planReminders(tasks, tx, one.id as number, after);
  }
  await stepsChanged(tasks.records.nextSteps, tx, recordsMoved(changes));
}
