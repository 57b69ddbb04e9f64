import { sql } from 'kysely';
import type { Dependency, ListedDependency } from '../../../contracts/tasks/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { invalidField, notFound, Refusal } from '../../../core/http/problem.js';
import { get, readRow } from '../../../core/records/change.js';
import { reaches, scopeOf } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { withinScope } from '../../../core/records/within.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { may } from '../tasks/roles.js';

const toDependency = (row: { id: number; from_id: number; to_id: number; kind: string; lag_minutes: number }): Dependency => ({
  id: row.id,
  fromId: row.from_id,
  toId: row.to_id,
  kind: row.kind as Dependency['kind'],
  lagMinutes: row.lag_minutes,
});

const most = 5000;

/**
 * Dependencies of a task, whose other ends the actor may not see are left nameless, or of a project's tasks, as far as the actor may see both.
 * @throws Refusal 404, 422.
 */
export async function dependenciesOf(tasks: Tasks, actor: Actor, of: { taskId?: number; projectId?: number }): Promise<ListedDependency[]> {
  const { db, records } = tasks;
  if ((of.taskId === undefined) === (of.projectId === undefined)) throw invalidField('taskId', 'one-of-both');
  if (of.taskId !== undefined) await get(records, db.read, actor, task, of.taskId);
  const scope = scopeOf(records, actor, task, 'read');
  const mine = of.taskId === undefined ? sql`b.project_id = ${of.projectId}` : sql`(d.from_id = ${of.taskId} or d.to_id = ${of.taskId})`;
  const seen = (alias: string) =>
    sql<number>`case when ${sql.join([sql`1 = 1`, ...withinScope(db.dialect, task, scope, alias)], sql` and `)} then 1 else 0 end`;
  const { rows } = await sql<Parameters<typeof toDependency>[0] & { sees_from: number; sees_to: number }>`
    select d.*, ${seen('a')} as sees_from, ${seen('b')} as sees_to from tasks_dependencies d
    join tasks_tasks a on a.id = d.from_id join tasks_tasks b on b.id = d.to_id
    where ${mine} and a.deleted_at is null and b.deleted_at is null order by d.id limit ${most}`.execute(db.read);
  return rows
    .filter(({ sees_from, sees_to }) => of.taskId !== undefined || (sees_from === 1 && sees_to === 1))
    .map((row) => ({ ...toDependency(row), ...(row.sees_from === 1 ? {} : { fromId: null }), ...(row.sees_to === 1 ? {} : { toId: null }) }));
}

/** Those that begin at some tasks, or end there. */
export async function linksAt(q: Queries, dialect: Tx['dialect'], end: 'from_id' | 'to_id', ids: readonly number[]): Promise<Dependency[]> {
  const rows = await q
    .selectFrom('tasks_dependencies')
    .selectAll()
    .where(inIds(dialect, sql.ref(end), ids))
    .orderBy('id')
    .execute();
  return rows.map(toDependency);
}

/** Whether `wanted` comes to wait for `from`, over however many tasks in between. */
async function leadsTo(tx: Tx, from: number, wanted: number): Promise<boolean> {
  const seen = new Set([from]);
  for (let edge = [from]; edge.length > 0; ) {
    const next = (await linksAt(tx.q, tx.dialect, 'from_id', edge)).map(({ toId }) => toId).filter((id) => !seen.has(id));
    if (next.includes(wanted)) return true;
    for (const id of next) seen.add(id);
    edge = [...new Set(next)];
  }
  return false;
}

/** Whether the two are one, or would come to wait for each other. Until the commit nobody else adds one that this does not see. */
export async function closesCircle(tx: Tx, fromId: number, toId: number): Promise<boolean> {
  if (tx.dialect === 'postgres') await sql`lock table tasks_dependencies in share row exclusive mode`.execute(tx.q);
  return fromId === toId || leadsTo(tx, toId, fromId);
}

export const dependencyBetween = (q: Queries, fromId: number, toId: number) =>
  q.selectFrom('tasks_dependencies').select('id').where('from_id', '=', fromId).where('to_id', '=', toId).executeTakeFirst();

/** A task of a dependency. @throws Refusal 422 naming the field. */
async function endOf(tasks: Tasks, tx: Tx, actor: Actor, field: 'fromId' | 'toId', id: number): Promise<Row> {
  const row = await readRow(tasks.records, tx.q, task, id);
  if (!row || !reaches(tasks.records, actor, task, row, 'read')) throw invalidField(field, 'unknown-record');
  return row;
}

/** Has one task wait for another; needs the right to change the one that waits. @throws Refusal 403, 422. */
export async function addDependency(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  draft: Omit<Dependency, 'id' | 'lagMinutes'> & { lagMinutes?: number },
): Promise<Dependency> {
  const { fromId, toId, kind, lagMinutes = 0 } = draft;
  await endOf(tasks, tx, actor, 'fromId', fromId);
  const to = await endOf(tasks, tx, actor, 'toId', toId);
  if (!may(tasks, actor, to, 'change')) throw new Refusal(403, 'step-not-yours', { extra: { step: 'change' } });
  if (await closesCircle(tx, fromId, toId)) throw invalidField('toId', 'circle-of-tasks');
  if (await dependencyBetween(tx.q, fromId, toId)) throw invalidField('toId', 'dependency-there');
  const id = await tx.insert('tasks_dependencies', { from_id: fromId, to_id: toId, kind, lag_minutes: lagMinutes });
  publish(tasks, tx, to);
  return { id, fromId, toId, kind, lagMinutes };
}

const publish = (tasks: Tasks, tx: Tx, row: Row): void =>
  tx.afterCommit(() =>
    tasks.live.publish({ topic: task.type, name: 'linked', data: { id: row.id }, mayHear: (one) => reaches(tasks.records, one, task, row, 'read') }),
  );

/** A dependency that the actor may change: whose waiting task they may. @throws Refusal 403, 404. */
async function changeable(tasks: Tasks, tx: Tx, actor: Actor, id: number): Promise<{ found: Dependency; row: Row }> {
  const found = await tx.q.selectFrom('tasks_dependencies').selectAll().where('id', '=', id).executeTakeFirst();
  const row = found && (await readRow(tasks.records, tx.q, task, found.to_id));
  if (!found || !row || !reaches(tasks.records, actor, task, row, 'read')) throw notFound();
  if (!may(tasks, actor, row, 'change')) throw new Refusal(403, 'step-not-yours', { extra: { step: 'change' } });
  return { found: toDependency(found), row };
}

/** @throws Refusal 403, 404. */
export async function changeDependency(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  { kind, lagMinutes }: Partial<Pick<Dependency, 'kind' | 'lagMinutes'>>,
): Promise<Dependency> {
  const { found, row } = await changeable(tasks, tx, actor, id);
  const next = { ...found, kind: kind ?? found.kind, lagMinutes: lagMinutes ?? found.lagMinutes };
  await tx.q.updateTable('tasks_dependencies').set({ kind: next.kind, lag_minutes: next.lagMinutes }).where('id', '=', id).execute();
  publish(tasks, tx, row);
  return next;
}

/** @throws Refusal 403, 404. */
export async function removeDependency(tasks: Tasks, tx: Tx, actor: Actor, id: number): Promise<Dependency> {
  const { found, row } = await changeable(tasks, tx, actor, id);
  await tx.q.deleteFrom('tasks_dependencies').where('id', '=', id).execute();
  publish(tasks, tx, row);
  return found;
}
