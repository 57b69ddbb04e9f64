import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { task as declaration, Task } from '../../../contracts/tasks/records.js';
import { openSteps } from '../../../contracts/tasks/steps.js';
import type { Actor } from '../../../core/access/actor.js';
import { cleanForPeople, type RichText } from '../../../core/comments/rich-text.js';
import type { Tx } from '../../../core/db/database.js';
import { forbidden, invalidField, Refusal } from '../../../core/http/problem.js';
import { change, create, readRow, remove, restore, rowForAction, update } from '../../../core/records/change.js';
import { fromRow, type Row } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { checked, lastPosition } from './check.js';
import { followTasks } from './follow.js';
import { may, rolesAt, ruled } from './roles.js';
import { handed, note, tellArrivals } from './tell.js';

export type TaskDraft = DraftOf<typeof declaration>;
export type TaskPatch = PatchOf<typeof declaration>;

export const toTask = (row: Row): Task => fromRow(task, row) as unknown as Task;

/** A description as it is stored, sanitised; to be called before the transaction. */
export async function described(tasks: Tasks, html: string | null | undefined): Promise<RichText | null | undefined> {
  return typeof html === 'string' ? cleanForPeople(tasks.db.read, html, 'description') : html;
}

const descriptionOf = (text: RichText | null | undefined) =>
  text === undefined ? {} : { description: text?.html || null, descriptionText: text?.words || null };

const stored = async (tasks: Tasks, tx: Tx, id: number): Promise<Row> => (await readRow(tasks.records, tx.q, task, id)) as Row;

/**
 * Sets a task: for whoever makes it unless the draft names another responsible.
 * @param text of the description, from {@link described}.
 * @param options.creatorId in whose name it is made, where that is not the actor. @param options.quietly nobody is told.
 */
export async function createTask(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  draft: TaskDraft,
  text?: RichText | null,
  { creatorId = actor.personId, quietly = false }: { creatorId?: number | null; quietly?: boolean } = {},
): Promise<Task> {
  const values = await checked(tasks, tx, actor, draft as Partial<Task>);
  const made = await create(tasks.records, tx, actor, task, {
    ...values,
    ...descriptionOf(text),
    state: 'new',
    priority: values.priority ?? 'normal',
    creatorId,
    ownerId: draft.ownerId === undefined ? actor.personId : draft.ownerId,
    mayMoveDeadline: draft.mayMoveDeadline ?? true,
    position: await lastPosition(tx, values.stageId ?? null),
    subtaskCount: 0,
    subtaskDoneCount: 0,
    checkCount: 0,
    checkDoneCount: 0,
  } as Partial<Task>);
  await followTasks(tasks, tx, [{ before: null, after: await stored(tasks, tx, made.id) }]);
  await note(tasks, tx, actor, made, 'created');
  if (!quietly) await tellArrivals(tasks, tx, actor, null, made);
  return made;
}

/** @throws Refusal 422 on a field that this actor may not change though they may change the task. */
function demandPowers(tasks: Tasks, actor: Actor, row: Row, patch: TaskPatch): void {
  const before = toTask(row);
  const moved = patch.deadlineAt !== undefined && (patch.deadlineAt === null ? null : new Date(patch.deadlineAt).toISOString()) !== before.deadlineAt;
  if (moved && !may(tasks, actor, row, 'moveDeadline')) throw invalidField('deadlineAt', 'not-yours-to-move');
  const as = rolesAt(tasks, actor, row);
  const setters = (['needsAcceptance', 'needsResult', 'mayMoveDeadline'] as const).filter((name) => patch[name] !== undefined && patch[name] !== before[name]);
  if (setters.length > 0 && !may(tasks, actor, row, 'setTerms')) throw invalidField(setters[0] as string, 'not-yours-to-change');
  if (patch.ownerId !== undefined && patch.ownerId !== before.ownerId && !openSteps(ruled(row), as).some(({ step }) => step === 'delegate'))
    throw invalidField('ownerId', 'not-yours-to-change');
}

export async function changeTask(tasks: Tasks, tx: Tx, actor: Actor, id: number, patch: TaskPatch, text?: RichText | null): Promise<Task> {
  const row = await rowForAction(tasks.records, tx, actor, task, id, 'change');
  demandPowers(tasks, actor, row, patch);
  const before = toTask(row);
  const { version, ...given } = patch;
  const values = await checked(tasks, tx, actor, given as Partial<Task>, before);
  const isHanded = given.ownerId !== undefined && given.ownerId !== before.ownerId;
  // What is handed on begins anew, also what was declined.
  if (isHanded && ['in-progress', 'paused', 'deferred', 'declined'].includes(before.state ?? '')) Object.assign(values, { state: 'new', closedAt: null });
  if (values.stageId !== undefined && values.stageId !== before.stageId) values.position = await lastPosition(tx, values.stageId);
  const { description, ...rest } = values;
  const changed = await change(tasks.records, tx, actor, task, id, {
    ...rest,
    ...descriptionOf(text),
    ...(version === undefined ? {} : { version }),
  } as TaskPatch);
  await followTasks(tasks, tx, [{ before: row, after: await stored(tasks, tx, id) }]);
  if (isHanded) await note(tasks, tx, actor, changed, 'delegated', await handed(tx, before.ownerId, changed.ownerId));
  else if (changed.aboutId !== before.aboutId || changed.aboutType !== before.aboutType) await note(tasks, tx, actor, changed, 'bound');
  await tellArrivals(tasks, tx, actor, before, changed);
  return changed;
}

/** Puts a task into the bin: whoever set it, and those above; not the responsible alone. */
export async function removeTask(tasks: Tasks, tx: Tx, actor: Actor, id: number): Promise<Task> {
  const row = await rowForAction(tasks.records, tx, actor, task, id, 'delete');
  if (!may(tasks, actor, row, 'remove')) throw forbidden('tasks.task.delete');
  const gone = await remove(tasks.records, tx, actor, task, id);
  await followTasks(tasks, tx, [{ before: row, after: null }]);
  return gone;
}

export async function restoreTask(tasks: Tasks, tx: Tx, actor: Actor, id: number): Promise<Task> {
  const back = await restore(tasks.records, tx, actor, task, id);
  await followTasks(tasks, tx, [{ before: null, after: await stored(tasks, tx, id) }]);
  return back;
}

/** Adds whoever asks to those who watch a task, or takes them off. */
export async function watchTask(tasks: Tasks, tx: Tx, actor: Actor, id: number, on: boolean): Promise<Task> {
  const row = await rowForAction(tasks.records, tx, actor, task, id, 'read');
  if (actor.personId === null || actor.onlyReads) throw new Refusal(403, 'token-only-reads');
  const { observerIds } = toTask(row);
  const others = observerIds.filter((one) => one !== actor.personId);
  // Needs no right to change the task: nobody but whoever asks comes or goes.
  return update(tasks.records, tx, actor, task, row, { observerIds: on ? [...others, actor.personId] : others });
}
