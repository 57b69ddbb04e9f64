import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { project as declaration, Project } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';
import { change, create, readRow, rowForAction, update } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { project } from '../kinds.js';
import type { Tasks } from '../run.js';
import { firstStages } from './stages.js';

const mostDepartments = 50;

/** @throws Refusal 422 naming what is wrong. */
async function check(tx: Tx, values: { departmentIds?: unknown; startOn?: string | null; endOn?: string | null }, present?: Project): Promise<void> {
  const errors: FieldError[] = [];
  const { departmentIds } = values;
  if (departmentIds !== undefined && departmentIds !== null) {
    const ids = Array.isArray(departmentIds) && departmentIds.length <= mostDepartments ? (departmentIds as unknown[]) : [undefined];
    const known = new Set((await tx.q.selectFrom('departments').select('id').execute()).map(({ id }) => id));
    for (const [n, id] of ids.entries())
      if (typeof id !== 'number' || !known.has(id)) errors.push({ path: `departmentIds.${n}`, message: 'unknown-department' });
  }
  const [start, end] = [values.startOn === undefined ? present?.startOn : values.startOn, values.endOn === undefined ? present?.endOn : values.endOn];
  if (start && end && end < start) errors.push({ path: 'endOn', message: 'before-start' });
  if (errors.length > 0) throw invalid(errors);
}

/** Makes a project with the columns of its board; its maker owns it unless the draft says otherwise. */
export async function createProject(tasks: Tasks, tx: Tx, actor: Actor, draft: DraftOf<typeof declaration>): Promise<Project> {
  await check(tx, draft);
  const ownerId = draft.ownerId === undefined ? actor.personId : draft.ownerId;
  const made = await create(tasks.records, tx, actor, project, {
    ...draft,
    ownerId,
    visibility: draft.visibility ?? 'open',
    departmentIds: draft.departmentIds ?? [],
    taskCount: 0,
    doneCount: 0,
  } as never);
  await firstStages(tx, actor.language, made.id);
  return made;
}

export async function changeProject(tasks: Tasks, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof declaration>): Promise<Project> {
  const row = await readRow(tasks.records, tx.q, project, id);
  if (patch.visibility === null) throw invalidField('visibility', 'required');
  await check(tx, patch, row && (fromRow(project, row) as unknown as Project));
  return change(tasks.records, tx, actor, project, id, patch);
}

/** Closes a project for new tasks, or opens it again; twice is once. */
export async function archiveProject(tasks: Tasks, tx: Tx, actor: Actor, id: number, archived: boolean): Promise<Project> {
  const row = await rowForAction(tasks.records, tx, actor, project, id, 'change');
  if ((row.archived_at !== null) === archived) return fromRow(project, row) as unknown as Project;
  return update(tasks.records, tx, actor, project, row, { archivedAt: archived ? tasks.now() : null });
}
