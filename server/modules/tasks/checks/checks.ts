import type { Selectable } from 'kysely';
import type { Check, CheckDraft } from '../../../contracts/tasks/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { lockRow } from '../../../core/db/lock.js';
import type { Tables } from '../../../core/db/tables.js';
import { attachTo } from '../../../core/files/at-record.js';
import { invalidField, notFound, Refusal } from '../../../core/http/problem.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from '../tasks/roles.js';
import { toTask } from '../tasks/save.js';
import { note } from '../tasks/tell.js';

type CheckRow = Selectable<Tables['tasks_checks']>;

const mostChecks = 500;
const mostLevels = 6;

const toCheck = (row: CheckRow): Check => ({
  id: row.id,
  taskId: row.task_id,
  parentId: row.parent_id,
  text: row.text,
  position: row.position,
  doneAt: row.done_at,
  doneBy: row.done_by,
  personId: row.person_id,
  fileIds: JSON.parse(row.file_ids) as number[],
});

const rowsOf = (q: Queries, taskId: number): Promise<CheckRow[]> =>
  q.selectFrom('tasks_checks').selectAll().where('task_id', '=', taskId).where('deleted_at', 'is', null).orderBy('position').orderBy('id').execute();

/** All points of a task, each after its parent. The caller has checked who asks. */
export async function checksOf(q: Queries, taskId: number): Promise<Check[]> {
  const rows = await rowsOf(q, taskId);
  const below = (parentId: number | null): Check[] => rows.filter((row) => row.parent_id === parentId).flatMap((row) => [toCheck(row), ...below(row.id)]);
  return below(null);
}

/** The task of a point, locked, for somebody who may tick and change its points. @throws Refusal 404, 403. */
async function taskToTick(tasks: Tasks, tx: Tx, actor: Actor, taskId: number): Promise<Row> {
  const row = await rowForAction(tasks.records, tx, actor, task, taskId, 'read');
  if (!may(tasks, actor, row, 'tick')) throw new Refusal(403, 'step-not-yours', { extra: { step: 'tick' } });
  return row;
}

/** Keeps the task's numbers, and tells the browsers that show it. */
export async function recountChecks(tasks: Tasks, tx: Tx, actor: Actor, row: Row): Promise<void> {
  const rows = await rowsOf(tx.q, row.id as number);
  const reached = new Set<number>();
  const walk = (parentId: number | null): void => {
    for (const one of rows.filter((each) => each.parent_id === parentId)) {
      reached.add(one.id);
      walk(one.id);
    }
  };
  walk(null);
  const counted = rows.filter(({ id }) => reached.has(id));
  const numbers = { checkCount: counted.length, checkDoneCount: counted.filter(({ done_at }) => done_at !== null).length };
  await update(tasks.records, tx, actor, task, row, numbers, { quiet: true });
  tx.afterCommit(() =>
    tasks.live.publish({ topic: task.type, name: 'checked', data: { id: row.id }, mayHear: (one) => reaches(tasks.records, one, task, row, 'read') }),
  );
}

/** @throws Refusal 422 on `personId` for somebody who cannot see the task. */
async function checkPerson(tasks: Tasks, row: Row, personId: number | null | undefined): Promise<void> {
  if (personId === null || personId === undefined) return;
  const one = await tasks.access.actorOf(personId);
  if (!one) throw invalidField('personId', 'unknown-person');
  if (!reaches(tasks.records, one, task, row, 'read')) throw invalidField('personId', 'no-access');
}

/** Puts a point below a parent and before another there, and counts those through. @throws Refusal 422. */
async function place(tx: Tx, taskId: number, id: number, parentId: number | null, before: number | null | undefined): Promise<void> {
  const rows = await rowsOf(tx.q, taskId);
  const parentOf = (one: number): number | null => rows.find((row) => row.id === one)?.parent_id ?? null;
  if (parentId !== null && !rows.some((row) => row.id === parentId)) throw invalidField('parentId', 'unknown-record');
  let level = 1;
  for (let at: number | null = parentId; at !== null; at = parentOf(at)) {
    if (at === id) throw invalidField('parentId', 'below-itself');
    level += 1;
    if (level > mostLevels) throw invalidField('parentId', 'too-deep', { max: mostLevels });
  }
  const order = rows.filter((row) => row.parent_id === parentId && row.id !== id).map((row) => row.id);
  const at = typeof before === 'number' ? order.indexOf(before) : order.length;
  if (at < 0) throw invalidField('before', 'unknown-record');
  order.splice(at, 0, id);
  for (const [position, one] of order.entries()) await tx.update('tasks_checks', one, one === id ? { position, parent_id: parentId } : { position });
}

async function read(tx: Tx, id: number, deleted = false): Promise<CheckRow> {
  const row = await lockRow(tx, 'tasks_checks', id);
  if (!row || (row.deleted_at !== null) !== deleted) throw notFound();
  return row;
}

export async function addCheck(tasks: Tasks, tx: Tx, actor: Actor, taskId: number, draft: CheckDraft): Promise<Check> {
  const row = await taskToTick(tasks, tx, actor, taskId);
  await checkPerson(tasks, row, draft.personId);
  if ((await rowsOf(tx.q, taskId)).length >= mostChecks) throw invalidField('text', 'too-many', { max: mostChecks });
  if (draft.fileIds?.length) await attachTo(tasks.records, tx, actor, task, row, draft.fileIds);
  const id = await tx.insert('tasks_checks', {
    task_id: taskId,
    parent_id: null,
    text: draft.text.trim(),
    position: 0,
    done_at: null,
    done_by: null,
    person_id: draft.personId ?? null,
    file_ids: JSON.stringify(draft.fileIds ?? []),
    deleted_at: null,
  });
  await place(tx, taskId, id, draft.parentId ?? null, draft.before);
  await recountChecks(tasks, tx, actor, row);
  return toCheck(await read(tx, id));
}

export async function changeCheck(tasks: Tasks, tx: Tx, actor: Actor, id: number, patch: Partial<CheckDraft> & { done?: boolean }): Promise<Check> {
  const before = await read(tx, id);
  const row = await taskToTick(tasks, tx, actor, before.task_id);
  await checkPerson(tasks, row, patch.personId);
  const fresh = (patch.fileIds ?? []).filter((one) => !toCheck(before).fileIds.includes(one));
  if (fresh.length > 0) await attachTo(tasks.records, tx, actor, task, row, fresh);
  const { text, done, personId, fileIds } = patch;
  const values = {
    ...(text === undefined ? {} : { text: text.trim() }),
    ...(done === undefined || done === (before.done_at !== null) ? {} : { done_at: done ? tasks.now() : null, done_by: done ? actor.personId : null }),
    ...(personId === undefined ? {} : { person_id: personId }),
    ...(fileIds === undefined ? {} : { file_ids: JSON.stringify(fileIds) }),
  };
  if (Object.keys(values).length > 0) await tx.update('tasks_checks', id, values);
  if (patch.parentId !== undefined || patch.before !== undefined)
    await place(tx, before.task_id, id, patch.parentId === undefined ? before.parent_id : patch.parentId, patch.before);
  await recountChecks(tasks, tx, actor, row);
  if (done && before.done_at === null) await note(tasks, tx, actor, toTask(row), 'checked', { text: before.text });
  return toCheck(await read(tx, id));
}

/** Takes a point away, and with it what lies below; or gives it back. */
export async function setCheckRemoved(tasks: Tasks, tx: Tx, actor: Actor, id: number, removed: boolean): Promise<Check> {
  const before = await read(tx, id, !removed);
  const row = await taskToTick(tasks, tx, actor, before.task_id);
  await tx.update('tasks_checks', id, { deleted_at: removed ? tasks.now() : null });
  await recountChecks(tasks, tx, actor, row);
  return toCheck(before);
}
