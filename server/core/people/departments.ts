import type { Department } from '../../contracts/core/people.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import type { Queries, Tx } from '../db/database.js';
import { lockRows } from '../db/lock.js';
import { conflict, invalidField, notFound, staleVersion } from '../http/problem.js';
import { isNamesake } from '../records/namesake.js';
import type { Services } from '../services.js';

export interface DepartmentDraft {
  name: string;
  parentId?: number | null;
  headId?: number | null;
  deputyId?: number | null;
}
export type DepartmentPatch = Partial<DepartmentDraft> & { version?: number };

interface DepartmentRow {
  id: number;
  version: number;
  name: string;
  parent_id: number | null;
  head_id: number | null;
  deputy_id: number | null;
}
const toDepartment = (row: DepartmentRow): Department => ({
  id: row.id,
  version: row.version,
  name: row.name,
  parentId: row.parent_id,
  headId: row.head_id,
  deputyId: row.deputy_id,
});

/** All of them, by name: a company has some dozens. */
export async function listDepartments(q: Queries): Promise<Department[]> {
  return (await q.selectFrom('departments').selectAll().orderBy('name').orderBy('id').execute()).map(toDepartment);
}

/** @throws Refusal 404. */
export async function readDepartment(q: Queries, id: number): Promise<Department> {
  const row = await q.selectFrom('departments').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return toDepartment(row);
}

async function demandWorking(q: Queries, path: 'headId' | 'deputyId', personId: number | null | undefined): Promise<void> {
  if (personId === null || personId === undefined) return;
  const person = await q.selectFrom('people').select('id').where('id', '=', personId).where('status', '<>', 'dismissed').executeTakeFirst();
  if (!person) throw invalidField(path, 'unknown-person');
}

/** @param id the department that shall lie below `parentId`; null for a new one. @throws Refusal 422 on `parentId`. */
async function demandParent(q: Queries, id: number | null, parentId: number | null | undefined): Promise<void> {
  if (parentId === null || parentId === undefined) return;
  const parents = new Map((await q.selectFrom('departments').select(['id', 'parent_id']).execute()).map((row) => [row.id, row.parent_id]));
  if (!parents.has(parentId)) throw invalidField('parentId', 'unknown-department');
  for (let at: number | null = parentId; at !== null; at = parents.get(at) ?? null) if (at === id) throw invalidField('parentId', 'circle');
}

/** Nobody could tell two of one name at one place apart. @param id the department itself; null for a new one. @throws Refusal 422 on `name`. */
async function demandOwnName(q: Queries, id: number | null, { name, parentId }: { name: string; parentId: number | null }): Promise<void> {
  const siblings = await q
    .selectFrom('departments')
    .select(['id', 'name'])
    .where('parent_id', parentId === null ? 'is' : '=', parentId)
    .execute();
  if (siblings.some((one) => one.id !== id && isNamesake(one.name, name))) throw invalidField('name', 'namesake');
}

/** Makes changes of the tree wait for each other, so that two of them cannot close a circle together. */
async function lockTree(tx: Tx): Promise<void> {
  await lockRows(tx, 'departments');
}

export async function createDepartment({ now }: Services, tx: Tx, actor: Actor, draft: DepartmentDraft): Promise<Department> {
  await lockTree(tx);
  await demandParent(tx.q, null, draft.parentId);
  await demandOwnName(tx.q, null, { name: draft.name, parentId: draft.parentId ?? null });
  await demandWorking(tx.q, 'headId', draft.headId);
  await demandWorking(tx.q, 'deputyId', draft.deputyId);
  const { id } = await tx.q
    .insertInto('departments')
    .values({ version: 1, name: draft.name.trim(), parent_id: draft.parentId ?? null, head_id: draft.headId ?? null, deputy_id: draft.deputyId ?? null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, now(), actor, 'department.created', `core.department:${id}`, {
    parentId: draft.parentId ?? null,
    headId: draft.headId ?? null,
    deputyId: draft.deputyId ?? null,
  });
  return readDepartment(tx.q, id);
}

/** @throws Refusal 404, 409 for a stale version, 422 when it would lie below itself, or beside another of its name. */
export async function changeDepartment({ now }: Services, tx: Tx, actor: Actor, id: number, patch: DepartmentPatch): Promise<Department> {
  await lockTree(tx);
  const present = await readDepartment(tx.q, id);
  const { version, ...given } = patch;
  if (version !== undefined && version !== present.version) throw staleVersion(present, { ...present, ...given, version });
  await demandParent(tx.q, id, patch.parentId);
  await demandWorking(tx.q, 'headId', patch.headId);
  await demandWorking(tx.q, 'deputyId', patch.deputyId);
  const next = { ...present, ...given };
  // Two that have one name since before may still be given another head.
  if (next.name.trim() !== present.name || next.parentId !== present.parentId) await demandOwnName(tx.q, id, next);
  await tx.q
    .updateTable('departments')
    .set({ version: present.version + 1, name: next.name.trim(), parent_id: next.parentId, head_id: next.headId, deputy_id: next.deputyId })
    .where('id', '=', id)
    .execute();
  await audit(tx, now(), actor, 'department.changed', `core.department:${id}`, {
    before: { parentId: present.parentId, headId: present.headId, deputyId: present.deputyId },
    after: { parentId: next.parentId, headId: next.headId, deputyId: next.deputyId },
  });
  return readDepartment(tx.q, id);
}

/** @throws Refusal 409 while people or departments are in it. */
export async function removeDepartment({ now }: Services, tx: Tx, actor: Actor, id: number): Promise<Department> {
  await lockTree(tx);
  const department = await readDepartment(tx.q, id);
  const member = await tx.q.selectFrom('people').select('id').where('department_id', '=', id).limit(1).executeTakeFirst();
  const child = await tx.q.selectFrom('departments').select('id').where('parent_id', '=', id).limit(1).executeTakeFirst();
  if (member || child) throw conflict('department-in-use');
  await tx.q.deleteFrom('departments').where('id', '=', id).execute();
  await audit(tx, now(), actor, 'department.removed', `core.department:${id}`);
  return department;
}
