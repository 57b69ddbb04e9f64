import { sql } from 'kysely';
import type { Project, Task } from '../../../contracts/tasks/records.js';
import { mostTemplateChecks, mostTemplateTasks, type TemplateCheck, type TemplateProject, type TemplateTask } from '../../../contracts/tasks/templates.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { inIds } from '../../../core/db/fragments.js';
import { clockIn, workingDaysBetween } from '../../../core/db/working-days.js';
import { invalidField } from '../../../core/http/problem.js';
import { get } from '../../../core/records/change.js';
import { scopeOf } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { withinScope } from '../../../core/records/within.js';
import { checksOf } from '../checks/checks.js';
import { linksAt } from '../dependencies/dependencies.js';
import { project, task } from '../kinds.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { toTask } from '../tasks/save.js';

/** Tasks that the actor may see, by a condition, in the order of boards. @throws Refusal 422 on `field` for too many. */
async function tasksWhere(tasks: Tasks, actor: Actor, condition: ReturnType<typeof sql<boolean>>, field: string): Promise<Task[]> {
  const { db, records } = tasks;
  const within = [condition, sql<boolean>`deleted_at is null`, ...withinScope(db.dialect, task, scopeOf(records, actor, task, 'read'))];
  const { rows } = await sql<Row>`select * from tasks_tasks where ${sql.join(within, sql` and `)}
    order by position, id limit ${mostTemplateTasks + 1}`.execute(db.read);
  if (rows.length > mostTemplateTasks) throw invalidField(field, 'too-many', { max: mostTemplateTasks });
  return rows.map(toTask);
}

async function checksFor(q: Queries, taskId: number): Promise<TemplateCheck[]> {
  const checks = (await checksOf(q, taskId)).slice(0, mostTemplateChecks);
  const places = new Map(checks.map(({ id }, n) => [id, n]));
  return checks.map(({ text, parentId, personId }) => ({ text, parent: parentId === null ? null : (places.get(parentId) ?? null), personId }));
}

/** What is kept of tasks; parents before children. @param from the day from which their days count. */
async function templateTasks(tasks: Tasks, list: readonly Task[], from: string, stageIds: readonly number[]): Promise<TemplateTask[]> {
  const { timeZone, workingHours } = tasks.settings.company();
  const known = new Set(list.map(({ id }) => id));
  const after = (instant: string | null) => (instant === null ? null : workingDaysBetween(workingHours, from, dayIn(timeZone, instant)));
  const kept = async (of: Task): Promise<TemplateTask> => ({
    key: of.id,
    parent: of.parentId !== null && known.has(of.parentId) ? of.parentId : null,
    title: of.title,
    description: of.description,
    priority: of.priority ?? 'normal',
    tags: of.tags,
    ownerId: of.ownerId,
    helperIds: of.helperIds,
    observerIds: of.observerIds,
    startInDays: after(of.plannedStartAt),
    endInDays: after(of.plannedEndAt),
    deadlineInDays: after(of.deadlineAt),
    deadlineClock: of.deadlineAt === null ? workingHours.to : clockIn(timeZone, of.deadlineAt),
    estimateMinutes: of.estimateMinutes,
    needsResult: of.needsResult,
    needsAcceptance: of.needsAcceptance,
    mayMoveDeadline: of.mayMoveDeadline,
    stage: of.stageId !== null && stageIds.includes(of.stageId) ? stageIds.indexOf(of.stageId) : null,
    checks: await checksFor(tasks.db.read, of.id),
  });
  const all: TemplateTask[] = [];
  for (const of of list) all.push(await kept(of));
  return parentsFirst(all);
}

/** Those above before those below; what hangs in a circle stands on its own. */
export function parentsFirst(list: readonly TemplateTask[]): TemplateTask[] {
  const sorted: TemplateTask[] = [];
  for (let left = [...list]; left.length > 0; ) {
    const placed = new Set(sorted.map(({ key }) => key));
    const ready = left.filter(({ parent }) => parent === null || placed.has(parent));
    sorted.push(...(ready.length > 0 ? ready : left.map((one) => ({ ...one, parent: null }))));
    if (ready.length === 0) break;
    left = left.filter((one) => !ready.includes(one));
  }
  return sorted;
}

/** A task with all below it that the actor may see. @throws Refusal 404, 422 on `taskId`. */
export async function contentOfTask(tasks: Tasks, actor: Actor, id: number): Promise<{ tasks: TemplateTask[]; project: null }> {
  const root = await get(tasks.records, tasks.db.read, actor, task, id);
  const list: Task[] = [root];
  for (let level = [id]; level.length > 0; ) {
    const below = await tasksWhere(tasks, actor, sql<boolean>`${inIds(tasks.db.dialect, sql.ref('parent_id'), level)}`, 'taskId');
    const fresh = below.filter((one) => !list.some((known) => known.id === one.id));
    list.push(...fresh);
    if (list.length > mostTemplateTasks) throw invalidField('taskId', 'too-many', { max: mostTemplateTasks });
    level = fresh.map((one) => one.id);
  }
  const made = await templateTasks(tasks, list, dayIn(tasks.settings.company().timeZone, root.createdAt), []);
  return { tasks: made, project: null };
}

/** The first day of a project, as far as anything tells it. */
function firstDay(of: Project, list: readonly Task[], timeZone: string): string {
  const days = list.flatMap(({ plannedStartAt }) => (plannedStartAt === null ? [] : [dayIn(timeZone, plannedStartAt)]));
  return of.startOn ?? [dayIn(timeZone, of.createdAt), ...days].sort()[0] ?? '';
}

/** A project with its board and the tasks in it that the actor may see. @throws Refusal 404, 422 on `projectId`. */
export async function contentOfProject(tasks: Tasks, actor: Actor, id: number): Promise<{ tasks: TemplateTask[]; project: TemplateProject }> {
  const { db } = tasks;
  const of = (await get(tasks.records, db.read, actor, project, id)) as Project;
  const list = await tasksWhere(tasks, actor, sql<boolean>`project_id = ${id} and coalesce(state, '') <> 'declined'`, 'projectId');
  const stages = await stagesOf(db.read, id);
  const from = firstDay(of, list, tasks.settings.company().timeZone);
  const known = new Set(list.map((one) => one.id));
  const links = known.size === 0 ? [] : await linksAt(db.read, db.dialect, 'from_id', [...known]);
  return {
    tasks: await templateTasks(
      tasks,
      list,
      from,
      stages.map((stage) => stage.id),
    ),
    project: {
      description: of.description,
      visibility: of.visibility ?? 'open',
      colour: of.colour,
      ownerId: of.ownerId,
      moderatorIds: of.moderatorIds,
      memberIds: of.memberIds,
      departmentIds: (of.departmentIds ?? []) as number[],
      endInDays: of.endOn === null ? null : workingDaysBetween(tasks.settings.company().workingHours, from, of.endOn),
      stages: stages.map(({ name, colour, limit }) => ({ name, colour, limit })),
      dependencies: links.filter(({ toId }) => known.has(toId)).map(({ fromId, toId, kind, lagMinutes }) => ({ from: fromId, to: toId, kind, lagMinutes })),
    },
  };
}
