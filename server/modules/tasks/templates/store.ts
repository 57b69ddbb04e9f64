import type { Selectable } from 'kysely';
import type { Template, TemplateLine, TemplateProject, TemplateTask } from '../../../contracts/tasks/templates.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { lockRow } from '../../../core/db/lock.js';
import type { Tables } from '../../../core/db/tables.js';
import { forbidden, invalidField, notFound, staleVersion } from '../../../core/http/problem.js';
import type { Tasks } from '../run.js';
import type {} from './tables.js';

type TemplateRow = Selectable<Tables['tasks_templates']>;

interface Content {
  tasks: TemplateTask[];
  project: TemplateProject | null;
}

/** How long one that was deleted can be taken back. */
const keptMs = 30 * 86_400_000;

/** Who sees a template and who changes it: the one place that says so. */
function reachOf(tasks: Pick<Tasks, 'access'>, actor: Actor, row: Pick<TemplateRow, 'owner_id' | 'shared'>): 'change' | 'read' | null {
  if (row.owner_id === actor.personId) return actor.viewedBy ? 'read' : 'change';
  if (row.shared !== 1) return null;
  return tasks.access.scope(actor, 'tasks.task.change').all ? 'change' : 'read';
}

const toLine = (tasks: Tasks, actor: Actor, row: Omit<TemplateRow, 'content'>): TemplateLine => ({
  id: row.id,
  version: row.version,
  name: row.name,
  of: row.kind as TemplateLine['of'],
  shared: row.shared === 1,
  ownerId: row.owner_id,
  taskCount: row.task_count,
  mayChange: reachOf(tasks, actor, row) === 'change',
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toTemplate = (tasks: Tasks, actor: Actor, row: TemplateRow): Template => ({
  ...toLine(tasks, actor, row),
  ...(JSON.parse(row.content) as Content),
});

export async function listTemplates(tasks: Tasks, actor: Actor): Promise<TemplateLine[]> {
  const rows = await tasks.db.read
    .selectFrom('tasks_templates')
    .select(['id', 'version', 'name', 'kind', 'shared', 'owner_id', 'task_count', 'created_at', 'updated_at', 'deleted_at'])
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('owner_id', '=', actor.personId ?? 0), eb('shared', '=', 1)]))
    .orderBy('name')
    .orderBy('id')
    .limit(1000)
    .execute();
  return rows.map((row) => toLine(tasks, actor, row));
}

/** @throws Refusal 404 where there is none, or none for this actor. */
export async function readTemplate(tasks: Tasks, q: Queries, actor: Actor, id: number): Promise<Template> {
  const row = await q.selectFrom('tasks_templates').selectAll().where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();
  if (!row || reachOf(tasks, actor, row) === null) throw notFound();
  return toTemplate(tasks, actor, row);
}

/** More points of checklists, over all tasks, make no template. */
const mostChecks = 1000;

/** @throws Refusal 422 on `tasks`. */
function demandSize(list: readonly TemplateTask[]): void {
  if (list.reduce((sum, { checks }) => sum + checks.length, 0) > mostChecks) throw invalidField('tasks', 'too-many', { max: mostChecks });
}

export async function insertTemplate(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  values: { name: string; shared: boolean; of: TemplateLine['of'] } & Content,
): Promise<Template> {
  if (actor.personId === null) throw forbidden('tasks.task.create');
  const { tasks: list, project } = values;
  demandSize(list);
  const row = {
    version: 1,
    name: values.name.trim(),
    kind: values.of,
    shared: values.shared ? 1 : 0,
    owner_id: actor.personId,
    task_count: list.length,
    content: JSON.stringify({ tasks: list, project }),
    created_at: tasks.now(),
    updated_at: tasks.now(),
    deleted_at: null,
  };
  return toTemplate(tasks, actor, { id: await tx.insert('tasks_templates', row), ...row });
}

/** @throws Refusal 404, 403. */
async function rowToChange(tasks: Tasks, tx: Tx, actor: Actor, id: number, isGone: boolean): Promise<TemplateRow> {
  const row = await lockRow(tx, 'tasks_templates', id);
  const reach = row && (row.deleted_at !== null) === isGone ? reachOf(tasks, actor, row) : null;
  if (!row || reach === null) throw notFound();
  if (reach === 'read') throw forbidden('tasks.task.change');
  return row;
}

/** @throws Refusal 404, 403, 409 for a version that is not the newest. */
export async function changeTemplate(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  id: number,
  { version, name, shared, content }: { version?: number; name?: string; shared?: boolean; content?: Content },
): Promise<Template> {
  const row = await rowToChange(tasks, tx, actor, id, false);
  if (content) demandSize(content.tasks);
  if (version !== undefined && version !== row.version) throw staleVersion(toTemplate(tasks, actor, row), version);
  const change = {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(shared === undefined ? {} : { shared: shared ? 1 : 0 }),
    ...(content === undefined ? {} : { content: JSON.stringify(content), task_count: content.tasks.length }),
    version: row.version + 1,
    updated_at: tasks.now(),
  };
  await tx.update('tasks_templates', id, change);
  return toTemplate(tasks, actor, { ...row, ...change });
}

/** Deletes a template, or takes it back; those that nobody took back for a month are gone. */
export async function setGone(tasks: Tasks, tx: Tx, actor: Actor, id: number, gone: boolean): Promise<TemplateLine> {
  const row = await rowToChange(tasks, tx, actor, id, !gone);
  const change = { deleted_at: gone ? tasks.now() : null, version: row.version + 1, updated_at: tasks.now() };
  await tx.update('tasks_templates', id, change);
  await tx.q.deleteFrom('tasks_templates').where('deleted_at', '<', plusMilliseconds(tasks.now(), -keptMs)).execute();
  return toLine(tasks, actor, { ...row, ...change });
}
