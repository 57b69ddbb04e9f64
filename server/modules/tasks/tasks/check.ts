import { sql } from 'kysely';
import type { Task } from '../../../contracts/tasks/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { onWorkingDay } from '../../../core/db/working-days.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { titleOf } from '../../../core/records/kind.js';
import { project } from '../kinds.js';
import { isArchived, mayFill } from '../projects/reach.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';

type Given = Partial<Task>;

/** A task may lie so deep below others. */
const mostLevels = 20;

/** Dates in an order that makes sense; `present` is the task before. @throws Refusal 422 naming the later one. */
function checkDates(given: Given, present: Given): void {
  const of = (name: 'plannedStartAt' | 'plannedEndAt' | 'deadlineAt') => (given[name] === undefined ? present[name] : given[name]) ?? null;
  const at = (instant: string) => Date.parse(instant);
  const errors: FieldError[] = [];
  const start = of('plannedStartAt');
  const isGiven = (name: keyof Given) => given[name] !== undefined;
  for (const name of ['plannedEndAt', 'deadlineAt'] as const) {
    const end = of(name);
    if (start !== null && end !== null && at(end) < at(start) && (isGiven(name) || isGiven('plannedStartAt')))
      errors.push({ path: isGiven(name) ? name : 'plannedStartAt', message: isGiven(name) ? 'before-start' : 'after-end' });
  }
  if (errors.length > 0) throw invalid(errors);
}

/** The title of what a task is about. @throws Refusal 422 where there is no such record, or the actor may not see it. */
export async function aboutTitle(tasks: Tasks, tx: Tx, actor: Actor, type: string, id: number): Promise<string> {
  const kind = tasks.records.kinds.get(type);
  if (!kind) throw invalidField('aboutType', 'unknown-kind', { name: type.slice(0, 80) });
  const row = await readRow(tasks.records, tx.q, kind, id);
  if (!row || !reaches(tasks.records, actor, kind, row, 'read')) throw invalidField('aboutId', 'unknown-record');
  return titleOf(kind, row).slice(0, 250);
}

/** @throws Refusal 422 on `parentId` where a task would lie below itself, or too deep. */
export async function checkParent(tx: Tx, id: number | null, parentId: number): Promise<void> {
  let at: number | null = parentId;
  for (let level = 0; at !== null; level += 1) {
    if (at === id) throw invalidField('parentId', 'below-itself');
    if (level >= mostLevels) throw invalidField('parentId', 'too-deep', { max: mostLevels });
    const row: { parent_id: number | null } | undefined = await tx.q.selectFrom('tasks_tasks').select('parent_id').where('id', '=', at).executeTakeFirst();
    at = row?.parent_id ?? null;
  }
}

/** The stage of a project in which a task stands: the one asked for, or the first. @throws Refusal 422 on `stageId`. */
async function stageIn(tx: Tx, projectId: number | null, stageId: number | null | undefined): Promise<number | null> {
  const stages = projectId === null ? [] : await stagesOf(tx.q, projectId);
  if (stageId !== undefined && stageId !== null && !stages.some(({ id }) => id === stageId)) throw invalidField('stageId', 'unknown-record');
  return stageId ?? stages[0]?.id ?? null;
}

/** @throws Refusal 422 on `projectId` where it takes no tasks, or none of this actor's. */
export async function checkProject(tasks: Tasks, tx: Tx, actor: Actor, projectId: number): Promise<void> {
  const row = await readRow(tasks.records, tx.q, project, projectId);
  if (!row || !reaches(tasks.records, actor, project, row, 'read')) throw invalidField('projectId', 'unknown-record');
  if (isArchived(tasks, projectId)) throw invalidField('projectId', 'project-archived');
  if (!mayFill(tasks, actor, projectId, row.owner_id as number | null)) throw invalidField('projectId', 'not-a-member');
}

/**
 * What of a draft or a change is to be stored: checked, with what follows from it.
 * @param present the task before; undefined for a new one.
 * @throws Refusal 422 naming the field.
 */
export async function checked(tasks: Tasks, tx: Tx, actor: Actor, given: Given, present?: Task): Promise<Given> {
  const values: Given = { ...given };
  const changes = <K extends keyof Task>(name: K): boolean =>
    given[name] !== undefined && JSON.stringify(given[name]) !== JSON.stringify(present?.[name] ?? null);
  if (values.priority === null) values.priority = 'normal';
  const { timeZone, workingHours } = tasks.settings.company();
  if (values.workingDaysOnly ?? present?.workingDaysOnly)
    for (const name of ['deadlineAt', 'plannedStartAt', 'plannedEndAt'] as const) {
      const instant = values[name] === undefined && changes('workingDaysOnly') ? present?.[name] : values[name];
      if (instant) values[name] = onWorkingDay(workingHours, new Date(instant).toISOString(), timeZone);
    }
  checkDates(values, present ?? {});
  if (changes('projectId') && given.projectId) await checkProject(tasks, tx, actor, given.projectId);
  const projectId = (given.projectId === undefined ? present?.projectId : given.projectId) ?? null;
  if (!present || changes('projectId')) values.stageId = await stageIn(tx, projectId, present ? null : given.stageId);
  if (changes('parentId') && given.parentId) await checkParent(tx, present?.id ?? null, given.parentId);
  if (changes('aboutType') || changes('aboutId')) {
    const type = given.aboutType === undefined ? present?.aboutType : given.aboutType;
    const id = given.aboutId === undefined ? present?.aboutId : given.aboutId;
    if ((type ?? null) === null && (id ?? null) === null) values.aboutTitle = null;
    else if (!type) throw invalidField('aboutType', 'required');
    else if (!id) throw invalidField('aboutId', 'required');
    else values.aboutTitle = await aboutTitle(tasks, tx, actor, type, id);
  }
  return values;
}

/** The place after the last card of a stage, or of all tasks without one. */
export async function lastPosition(tx: Tx, stageId: number | null): Promise<number> {
  const row = await tx.q
    .selectFrom('tasks_tasks')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('stage_id', stageId === null ? 'is' : '=', stageId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.last ?? 0) + positionStep;
}

/** The last place in each of some stages; null stands for tasks without one. Empty ones are left out. */
export async function lastPositions({ db }: Pick<Tasks, 'db'>, tx: Tx, stageIds: ReadonlySet<number | null>): Promise<Map<number | null, number>> {
  const lasts = new Map<number | null, number>();
  // The index gives the last of a stage without reading the others in it, one by one.
  const ids = [...stageIds].filter((id) => id !== null);
  const rows = await tx.q
    .selectFrom('tasks_stages as s')
    .select((eb) => [
      's.id',
      eb
        .selectFrom('tasks_tasks as t')
        .select((inner) => inner.fn.max('t.position').as('last'))
        .whereRef('t.stage_id', '=', 's.id')
        .where('t.deleted_at', 'is', null)
        .as('last'),
    ])
    .where(inIds(db.dialect, sql.ref('s.id'), ids))
    .execute();
  for (const { id, last } of rows) if (last !== null) lasts.set(id, Number(last));
  if (stageIds.has(null)) lasts.set(null, (await lastPosition(tx, null)) - positionStep);
  return lasts;
}
/** Room that is left between two cards for others that are put there. */
export const positionStep = 1024;
