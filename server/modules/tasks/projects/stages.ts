import { sql } from 'kysely';
import type { ProjectStage } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { invalidField } from '../../../core/http/problem.js';
import { texts } from '../../../core/i18n/texts.js';
import { changeMany, rowsWhere } from '../../../core/records/bulk.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';

/** More columns than that are no board. */
export const mostStages = 30;

export async function stagesOf(q: Queries, projectId: number): Promise<ProjectStage[]> {
  const rows = await q.selectFrom('tasks_stages').selectAll().where('project_id', '=', projectId).orderBy('position').orderBy('id').execute();
  return rows.map(({ id, name, colour, task_limit, position }) => ({ id, name, colour, limit: task_limit, position }));
}

/** Those of several projects, each project's in their order. */
export async function stagesOfMany({ db }: Pick<Tasks, 'db'>, tx: Tx, ids: readonly number[]): Promise<{ id: number; name: string; projectId: number }[]> {
  if (ids.length === 0) return [];
  const rows = await tx.q
    .selectFrom('tasks_stages')
    .select(['id', 'name', 'project_id'])
    .where(inIds(db.dialect, sql.ref('project_id'), ids))
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, project_id }) => ({ id, name, projectId: project_id }));
}

export interface WantedStage {
  id?: number;
  name: string;
  colour?: number | null;
  limit?: number | null;
}

export const insertStage = (tx: Tx, projectId: number, position: number, { name, colour = null, limit = null }: WantedStage) =>
  tx.insert('tasks_stages', { project_id: projectId, name: name.trim(), colour, task_limit: limit, position });

/** The columns that a new project begins with, in the language of whoever makes it. */
export async function firstStages(tx: Tx, language: string, projectId: number): Promise<void> {
  const t = texts(language);
  for (const [position, [key, colour]] of (
    [
      ['to-do', 5],
      ['doing', 2],
      ['done', 4],
    ] as const
  ).entries())
    await insertStage(tx, projectId, position, { name: t(`tasks:stage.${key}`), colour });
}

/**
 * Sets the columns of a board. @param wanted all of them, in their order. @param moveTo where the tasks of those go that are left out.
 * @throws Refusal 422 on `stages` or `moveTo`.
 */
export async function setStages(
  tasks: Tasks,
  tx: Tx,
  actor: Actor,
  projectId: number,
  wanted: readonly WantedStage[],
  moveTo: number | undefined,
): Promise<void> {
  const present = await stagesOf(tx.q, projectId);
  const kept = new Set(wanted.flatMap(({ id }) => (id === undefined ? [] : [id])));
  for (const [n, { id }] of wanted.entries())
    if (id !== undefined && (!present.some((one) => one.id === id) || wanted.findIndex((one) => one.id === id) !== n))
      throw invalidField(`stages.${n}.id`, 'unknown-record');
  const gone = present.filter(({ id }) => !kept.has(id));
  if (moveTo !== undefined && !kept.has(moveTo)) throw invalidField('moveTo', 'unknown-record');
  for (const stage of gone) {
    const rows = await rowsWhere(tasks.records, tx, task, sql<boolean>`stage_id = ${stage.id}`);
    if (rows.length > 0 && moveTo === undefined) throw invalidField('moveTo', 'required');
    await changeMany(
      tasks.records,
      tx,
      actor,
      task,
      rows.map((before) => ({ before, values: { stageId: moveTo } })),
    );
    // Those in the bin come back to the same place.
    await sql`update tasks_tasks set stage_id = ${moveTo ?? null} where stage_id = ${stage.id}`.execute(tx.q);
    await tx.q.deleteFrom('tasks_stages').where('id', '=', stage.id).execute();
  }
  for (const [position, stage] of wanted.entries()) {
    if (stage.id === undefined) await insertStage(tx, projectId, position, stage);
    else await tx.update('tasks_stages', stage.id, { name: stage.name.trim(), colour: stage.colour ?? null, task_limit: stage.limit ?? null, position });
  }
}
