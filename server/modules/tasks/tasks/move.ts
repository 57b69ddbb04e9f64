import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField, Refusal } from '../../../core/http/problem.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { task } from '../kinds.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { lastPosition, positionStep } from './check.js';
import { may } from './roles.js';
import { toTask } from './save.js';
import { note } from './tell.js';

const cards = (tx: Tx, stageId: number | null) =>
  tx.q
    .selectFrom('tasks_tasks')
    .select(['id', 'position'])
    .where('stage_id', stageId === null ? 'is' : '=', stageId)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id');

/** A place between two cards of a stage; makes room there when there is none left. @throws Refusal 422 on `before`. */
async function positionBefore(tx: Tx, stageId: number | null, id: number, before: number): Promise<number> {
  const next = await cards(tx, stageId).where('id', '=', before).executeTakeFirst();
  if (!next || before === id) throw invalidField('before', 'unknown-record');
  const at = next.position ?? 0;
  const earlier = await tx.q
    .selectFrom('tasks_tasks')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('stage_id', stageId === null ? 'is' : '=', stageId)
    .where('deleted_at', 'is', null)
    .where('id', '<>', id)
    .where('position', '<', at)
    .executeTakeFirst();
  const low = Number(earlier?.position ?? at - 2 * positionStep);
  if (at - low > 1) return Math.floor((low + at) / 2);
  // No room: everything from there on moves down, which happens once in a thousand moves to one place.
  await tx.q
    .updateTable('tasks_tasks')
    .set((eb) => ({ position: eb('position', '+', positionStep) }))
    .where('stage_id', stageId === null ? 'is' : '=', stageId)
    .where('position', '>=', at)
    .execute();
  return at + Math.floor(positionStep / 2);
}

/** Puts a task onto a stage of its project and to a place there. @throws Refusal 403, 409, 422 on `stageId` or `before`. */
export async function moveTask(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  { stageId: asked, before, version }: { stageId?: number; before?: number | null; version?: number },
): Promise<Task> {
  const row = await rowForAction(tasks.records, tx, actor, task, id, 'read', version);
  if (!may(tasks, actor, row, 'move')) throw new Refusal(403, 'step-not-yours', { extra: { step: 'move' } });
  const present = toTask(row);
  const stageId = asked ?? present.stageId;
  const stages = present.projectId === null ? [] : await stagesOf(tx.q, present.projectId);
  const stage = stages.find((one) => one.id === stageId);
  if (asked !== undefined && !stage) throw invalidField('stageId', 'unknown-record');
  const position = typeof before === 'number' ? await positionBefore(tx, stageId, id, before) : await lastPosition(tx, stageId);
  if (stageId === present.stageId) return update(tasks.records, tx, actor, task, row, { position }, { quiet: true });
  const moved = await update(tasks.records, tx, actor, task, row, { stageId, position });
  await note(tasks, tx, actor, moved, 'moved', { stage: stage?.name ?? null });
  return moved;
}
