import { Type } from 'typebox';
import { mostTemplateChecks, mostTemplateDays, mostTemplateTasks, type TemplateTask, type templateEndpoints } from '../../../contracts/tasks/templates.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { invalidField } from '../../../core/http/problem.js';
import { visible } from '../../../core/http/visible.js';
import { byId, nullable } from '../../../core/records/schemas.js';
import { projectsSettled } from '../projects/reach.js';
import type { Tasks } from '../run.js';
import { described } from '../tasks/save.js';
import { makeFromTemplate } from './make.js';
import { contentOfProject, contentOfTask, parentsFirst } from './save-as.js';
import { changeTemplate, insertTemplate, listTemplates, readTemplate, setGone } from './store.js';

const closed = { additionalProperties: false };
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const name = Type.String({ minLength: 1, maxLength: 120, pattern: visible });
const title = Type.String({ minLength: 1, maxLength: 250, pattern: visible });
const key = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const nullableInt = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) => nullable({ type: 'integer', minimum, maximum }, true);
const days = nullableInt(0, mostTemplateDays);
const people = Type.Array(id, { maxItems: 50 });

const check = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 1000, pattern: visible }), parent: nullableInt(0, mostTemplateChecks), personId: nullableInt(1) },
  closed,
);
const taskSchema = Type.Object(
  {
    key,
    parent: nullableInt(0),
    title,
    description: nullable({ type: 'string', maxLength: 40_000 }, true),
    priority: Type.Enum(['low', 'normal', 'high', 'urgent']),
    tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 }),
    ownerId: nullableInt(1),
    helperIds: people,
    observerIds: people,
    startInDays: days,
    endInDays: days,
    deadlineInDays: days,
    deadlineClock: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    estimateMinutes: nullableInt(1, 6_000_000),
    needsResult: Type.Boolean(),
    needsAcceptance: Type.Boolean(),
    mayMoveDeadline: Type.Boolean(),
    stage: nullableInt(0, 29),
    checks: Type.Array(check, { maxItems: mostTemplateChecks }),
  },
  closed,
);

export const templateSchemas: Schemas<typeof templateEndpoints> = {
  list: {},
  get: { params: byId },
  create: {
    body: Type.Object({ name, shared: Type.Optional(Type.Boolean()), taskId: Type.Optional(id), projectId: Type.Optional(id) }, closed),
    example: { name: 'New customer', taskId: 7 },
  },
  change: {
    params: byId,
    body: Type.Object(
      {
        version: Type.Optional(Type.Integer({ minimum: 1 })),
        name: Type.Optional(name),
        shared: Type.Optional(Type.Boolean()),
        tasks: Type.Optional(Type.Array(taskSchema, { maxItems: mostTemplateTasks })),
      },
      closed,
    ),
    example: { name: 'New customer', shared: true, version: 1 },
  },
  remove: { params: byId },
  restore: { params: byId },
  use: {
    params: byId,
    body: Type.Object(
      {
        startOn: Type.Optional(Type.String({ format: 'date' })),
        title: Type.Optional(title),
        projectId: Type.Optional(nullableInt(1)),
        aboutType: Type.Optional(nullable({ type: 'string', minLength: 1, maxLength: 80 }, true)),
        aboutId: Type.Optional(nullableInt(1)),
      },
      closed,
    ),
    example: { startOn: '2031-05-19' },
  },
};

/** Tasks as they were sent, sanitised and in an order in which they can be made. @throws Refusal 422 naming the field. */
async function checkedTasks(tasks: Tasks, given: readonly TemplateTask[], isOfTask: boolean): Promise<TemplateTask[]> {
  const keys = new Set<number>();
  const clean: TemplateTask[] = [];
  for (const [n, one] of given.entries()) {
    if (keys.has(one.key)) throw invalidField(`tasks.${n}.key`, 'twice');
    keys.add(one.key);
    for (const [m, { parent }] of one.checks.entries()) if (parent !== null && parent >= m) throw invalidField(`tasks.${n}.checks.${m}.parent`, 'below-itself');
    clean.push({ ...one, title: one.title.trim(), description: (await described(tasks, one.description))?.html || null });
  }
  const [root] = clean;
  if (isOfTask && !root) throw invalidField('tasks', 'required');
  // What hung below something that was taken out goes to the top, of a task below the task itself.
  const top = isOfTask && root ? root.key : null;
  const kept = clean.map((one) =>
    one === root && isOfTask ? { ...one, parent: null } : one.parent !== null && keys.has(one.parent) ? one : { ...one, parent: top },
  );
  return parentsFirst(kept);
}

export function templateHandlers(tasks: Tasks): Handlers<typeof templateEndpoints> {
  const { db } = tasks;
  return {
    list: async ({ actor }) => ({ items: await listTemplates(tasks, actor) }),
    get: ({ actor, params }) => readTemplate(tasks, db.read, actor, params.id),
    async create({ actor, body: { name: called, shared = false, taskId, projectId } }) {
      if ((taskId === undefined) === (projectId === undefined)) throw invalidField('taskId', 'one-of-both');
      const content = taskId !== undefined ? await contentOfTask(tasks, actor, taskId) : await contentOfProject(tasks, actor, projectId as number);
      return db.write((tx) => insertTemplate(tasks, tx, actor, { name: called, shared, of: taskId !== undefined ? 'task' : 'project', ...content }));
    },
    async change({ actor, params, body: { tasks: given, ...rest } }) {
      if (given === undefined) return db.write((tx) => changeTemplate(tasks, tx, actor, params.id, rest));
      const before = await readTemplate(tasks, db.read, actor, params.id);
      const list = await checkedTasks(tasks, given, before.of === 'task');
      return db.write((tx) => changeTemplate(tasks, tx, actor, params.id, { ...rest, content: { tasks: list, project: before.project } }));
    },
    remove: ({ actor, params }) => db.write((tx) => setGone(tasks, tx, actor, params.id, true)),
    restore: ({ actor, params }) => db.write((tx) => setGone(tasks, tx, actor, params.id, false)),
    async use({ actor, params, body }) {
      const made = await makeFromTemplate(tasks, actor, await readTemplate(tasks, db.read, actor, params.id), body);
      if (made.type === 'tasks.project') await projectsSettled(tasks);
      return made;
    },
  };
}
