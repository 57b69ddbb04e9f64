import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { WorkingHours } from '../../../contracts/core/company.js';
import type { Project, Task } from '../../../contracts/tasks/records.js';
import type { Template, TemplateTask, UseTemplate } from '../../../contracts/tasks/templates.js';
import type { Actor } from '../../../core/access/actor.js';
import type { RichText } from '../../../core/comments/rich-text.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { reserveIds } from '../../../core/db/rows.js';
import { plusWorkingDays } from '../../../core/db/working-days.js';
import { forbidden, invalidField } from '../../../core/http/problem.js';
import { announceMany, createMany, noteManyOnTimeline } from '../../../core/records/bulk.js';
import type { Row, Values } from '../../../core/records/kind.js';
import { project, task } from '../kinds.js';
import { createProject } from '../projects/projects.js';
import { setStages, stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { aboutTitle, checkProject, lastPosition, positionStep } from '../tasks/check.js';
import { followTasks } from '../tasks/follow.js';
import { described, toTask } from '../tasks/save.js';
import { note, tellArrivals } from '../tasks/tell.js';
import { whoWorks } from '../tasks/who-works.js';

/** A day may be so far ahead. */
const mostDaysAhead = 3660;

/** What is the same for all tasks of one making, found out before the transaction. */
interface Ready {
  template: Template;
  startOn: string;
  /** The instant at a time of the day so many working days after it. */
  at(days: number | null, clock: string): string | null;
  hours: WorkingHours;
  texts: Map<number, RichText | null | undefined>;
  people: ReadonlySet<number>;
}

async function getReady(tasks: Tasks, template: Template, startOn: string | undefined): Promise<Ready> {
  const { timeZone, workingHours } = tasks.settings.company();
  const today = dayIn(timeZone, tasks.now());
  if (startOn !== undefined && (startOn < plusDays(today, -mostDaysAhead) || startOn > plusDays(today, mostDaysAhead)))
    throw invalidField('startOn', 'day-out-of-reach');
  const texts = new Map<number, RichText | null | undefined>();
  for (const one of template.tasks) if (one.description) texts.set(one.key, await described(tasks, one.description));
  const { project } = template;
  const named = [
    ...template.tasks.flatMap((one) => [one.ownerId, ...one.helperIds, ...one.observerIds, ...one.checks.map(({ personId }) => personId)]),
    ...(project ? [project.ownerId, ...project.memberIds, ...project.moderatorIds] : []),
  ];
  const ids = [...new Set(named.filter((id): id is number => id !== null))];
  const first = startOn ?? today;
  const known = new Map<string, string>();
  const at = (days: number | null, clock: string): string | null => {
    if (days === null) return null;
    const key = `${days} ${clock}`;
    const instant = known.get(key) ?? instantAt(plusWorkingDays(workingHours, first, days), clock, timeZone);
    known.set(key, instant);
    return instant;
  };
  return { template, startOn: first, at, hours: workingHours, texts, people: new Set(await whoWorks(tasks, ids)) };
}

interface Place {
  projectId: number | null;
  stageIds: readonly number[];
  about: Pick<Task, 'aboutType' | 'aboutId' | 'aboutTitle'>;
  title: string | undefined;
}

function valuesOf(actor: Actor, ready: Ready, place: Place, one: TemplateTask, parentId: number | null): Values {
  const { at, hours } = ready;
  const still = (ids: readonly number[]) => ids.filter((id) => ready.people.has(id));
  const text = ready.texts.get(one.key);
  const isRoot = one === ready.template.tasks[0];
  const { title, priority, tags, estimateMinutes, needsResult, needsAcceptance, mayMoveDeadline } = one;
  const [start, end, deadline] = [at(one.startInDays, hours.from), at(one.endInDays, hours.to), at(one.deadlineInDays, one.deadlineClock)];
  return {
    ...{ priority, tags, estimateMinutes, needsResult, needsAcceptance, mayMoveDeadline },
    title: isRoot && ready.template.of === 'task' ? (place.title ?? title) : title,
    description: text?.html || null,
    descriptionText: text?.words || null,
    state: 'new',
    creatorId: actor.personId,
    ownerId: one.ownerId !== null && ready.people.has(one.ownerId) ? one.ownerId : actor.personId,
    helperIds: still(one.helperIds),
    observerIds: still(one.observerIds),
    plannedStartAt: start,
    plannedEndAt: end !== null && start !== null && end < start ? null : end,
    deadlineAt: deadline !== null && start !== null && deadline < start ? end : deadline,
    projectId: place.projectId,
    stageId: place.stageIds[one.stage ?? 0] ?? place.stageIds[0] ?? null,
    parentId,
    ...(isRoot ? place.about : {}),
    subtaskCount: 0,
    subtaskDoneCount: 0,
    checkCount: one.checks.length,
    checkDoneCount: 0,
    workingDaysOnly: false,
  };
}

/** The checklists of all tasks, with their ids given before, so that each knows the one above it. */
async function makeChecks(tasks: Tasks, tx: Tx, ready: Ready, made: ReadonlyMap<number, Row>): Promise<void> {
  const { template, people } = ready;
  const ids = await reserveIds(
    tasks.db.dialect,
    tx,
    'tasks_checks',
    template.tasks.reduce((sum, { checks }) => sum + checks.length, 0),
  );
  let begin = 0;
  const rows = template.tasks.flatMap(({ key, checks }) => {
    const [first, taskId] = [begin, Number(made.get(key)?.id)];
    begin += checks.length;
    return checks.map(({ text, parent, personId }, n) => ({
      id: ids[first + n] as number,
      task_id: taskId,
      parent_id: parent === null ? null : (ids[first + parent] as number),
      text,
      position: (n + 1) * positionStep,
      done_at: null,
      done_by: null,
      person_id: personId !== null && people.has(personId) ? personId : null,
      file_ids: '[]',
      deleted_at: null,
    }));
  });
  await tx.insertMany('tasks_checks', rows);
}

/** Makes all tasks, level by level. @returns their rows by key. */
async function makeTasks(tasks: Tasks, tx: Tx, actor: Actor, ready: Ready, place: Place): Promise<Map<number, Row>> {
  const { template } = ready;
  const made = new Map<number, Row>();
  const lasts = new Map<number | null, number>();
  for (let left = [...template.tasks]; left.length > 0; left = left.filter(({ key }) => !made.has(key))) {
    const level = left.filter(({ parent }) => parent === null || made.has(parent));
    if (level.length === 0) break;
    const values: Values[] = [];
    for (const one of level) {
      const value = valuesOf(actor, ready, place, one, one.parent === null ? null : Number(made.get(one.parent)?.id));
      const stage = value.stageId as number | null;
      const position = lasts.has(stage) ? (lasts.get(stage) as number) + positionStep : await lastPosition(tx, stage);
      lasts.set(stage, position);
      values.push({ ...value, position });
    }
    const rows = await createMany(tasks.records, tx, actor, task, values);
    for (const [n, one] of level.entries()) made.set(one.key, rows[n] as Row);
  }
  await makeChecks(tasks, tx, ready, made);
  const rows = [...made.values()];
  await followTasks(
    tasks,
    tx,
    rows.map((after) => ({ before: null, after })),
  );
  const first = rows[0];
  const hasAbout = first !== undefined && place.about.aboutId !== null;
  await noteManyOnTimeline(
    tasks.records,
    tx,
    actor,
    rows
      .filter((row) => !hasAbout || row !== first)
      .map((row) => ({ on: { type: task.type, id: Number(row.id) }, kind: 'tasks.task.created', data: { taskId: row.id } })),
  );
  if (hasAbout) await note(tasks, tx, actor, toTask(first), 'created');
  tx.afterCommit(() => announceMany(tasks, task.type));
  return made;
}

const noAbout = { aboutType: null, aboutId: null, aboutTitle: null };

export interface Made {
  type: 'tasks.task' | 'tasks.project';
  id: number;
  title: string;
  taskCount: number;
}

async function makeTask(tasks: Tasks, tx: Tx, actor: Actor, ready: Ready, body: UseTemplate): Promise<Made> {
  const { projectId = null, aboutType = null, aboutId = null } = body;
  if (projectId !== null) await checkProject(tasks, tx, actor, projectId);
  if ((aboutType === null) !== (aboutId === null)) throw invalidField(aboutType === null ? 'aboutType' : 'aboutId', 'required');
  const about = aboutType !== null && aboutId !== null ? { aboutType, aboutId, aboutTitle: await aboutTitle(tasks, tx, actor, aboutType, aboutId) } : noAbout;
  const stageIds = projectId === null ? [] : (await stagesOf(tx.q, projectId)).slice(0, 1).map(({ id }) => id);
  const made = await makeTasks(tasks, tx, actor, ready, { projectId, stageIds, about, title: body.title });
  for (const row of made.values()) await tellArrivals(tasks, tx, actor, null, toTask(row));
  const root = toTask([...made.values()][0] as Row);
  return { type: 'tasks.task', id: root.id, title: root.title, taskCount: made.size };
}

async function makeProject(tasks: Tasks, tx: Tx, actor: Actor, ready: Ready, body: UseTemplate): Promise<Made> {
  const { template, startOn, people } = ready;
  const given = template.project;
  if (!given) throw new Error(`The template ${template.id} of a project has none`);
  if (!tasks.access.may(actor, 'tasks.project.create')) throw forbidden('tasks.project.create');
  for (const name of ['projectId', 'aboutType', 'aboutId'] as const)
    if (body[name] !== undefined && body[name] !== null) throw invalidField(name, 'of-task-only');
  const departments = new Set((await tx.q.selectFrom('departments').select('id').execute()).map(({ id }) => id));
  const still = (ids: readonly number[]) => ids.filter((id) => people.has(id));
  const draft = {
    name: body.title ?? template.name,
    description: given.description,
    visibility: given.visibility,
    colour: given.colour,
    // Whoever makes it owns it: else they might not see what they made.
    moderatorIds: still([...new Set([...given.moderatorIds, ...(given.ownerId === null ? [] : [given.ownerId])])]).filter((id) => id !== actor.personId),
    memberIds: still(given.memberIds),
    departmentIds: given.departmentIds.filter((id) => departments.has(id)),
    startOn,
    endOn: given.endInDays === null ? null : plusWorkingDays(tasks.settings.company().workingHours, startOn, given.endInDays),
  };
  const fresh: Project = await createProject(tasks, tx, actor, draft);
  if (given.stages.length > 0) await setStages(tasks, tx, actor, fresh.id, given.stages, undefined);
  const stageIds = (await stagesOf(tx.q, fresh.id)).map(({ id }) => id);
  const made = await makeTasks(tasks, tx, actor, ready, { projectId: fresh.id, stageIds, about: noAbout, title: undefined });
  const idOf = (key: number) => Number(made.get(key)?.id);
  await tx.insertMany(
    'tasks_dependencies',
    given.dependencies
      .filter(({ from, to }) => made.has(from) && made.has(to))
      .map(({ from, to, kind, lagMinutes }) => ({ from_id: idOf(from), to_id: idOf(to), kind, lag_minutes: lagMinutes })),
  );
  await tellShares(tasks, tx, actor, fresh, [...made.values()].map(toTask));
  return { type: 'tasks.project', id: fresh.id, title: fresh.name, taskCount: made.size };
}

/** Tells those who are to work on tasks of a new project, each once. */
async function tellShares(tasks: Tasks, tx: Tx, actor: Actor, of: Project, list: readonly Task[]): Promise<void> {
  const shares = new Map<number, number>();
  for (const { ownerId, helperIds } of list)
    for (const id of new Set([...(ownerId === null ? [] : [ownerId]), ...helperIds])) if (id !== actor.personId) shares.set(id, (shares.get(id) ?? 0) + 1);
  const by = actor.system ? {} : { actor: actor.name };
  // Of a secret project nobody hears who is not named as one of its people.
  const mayHear = (id: number) => of.visibility !== 'secret' || [of.ownerId, ...of.moderatorIds, ...of.memberIds].includes(id);
  for (const [id, count] of shares)
    await tasks.notify.notify(
      tx,
      [id],
      mayHear(id)
        ? { code: 'tasks.project.shared-out', params: { title: of.name, count, ...by }, record: { type: project.type, id: of.id } }
        : { code: 'tasks.task.assigned-many', params: { count, ...by } },
    );
}

/** Makes what a template says, in one transaction: it is there as a whole, or not at all. @throws Refusal 403, 422. */
export async function makeFromTemplate(tasks: Tasks, actor: Actor, template: Template, body: UseTemplate): Promise<Made> {
  const ready = await getReady(tasks, template, body.startOn);
  const make = template.of === 'task' ? makeTask : makeProject;
  return tasks.db.write((tx) => make(tasks, tx, actor, ready, body));
}
