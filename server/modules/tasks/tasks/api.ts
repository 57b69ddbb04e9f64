import { Type } from 'typebox';
import type { taskEndpoints } from '../../../contracts/tasks/endpoints.js';
import type { Step } from '../../../contracts/tasks/steps.js';
import type { BulkBehaviour } from '../../../core/bulk/behaviour.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import { type Call, type Handlers, JsonText, type Schemas } from '../../../core/http/call.js';
import { invalidField } from '../../../core/http/problem.js';
import { visible } from '../../../core/http/visible.js';
import { board } from '../../../core/records/board.js';
import { readRow } from '../../../core/records/change.js';
import { admit } from '../../../core/records/context.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId, nullable, recordSchema, recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { mostPushed, reschedule, setTimes } from '../dependencies/reschedule.js';
import { project, task } from '../kinds.js';
import { stagesOf } from '../projects/stages.js';
import type { Tasks } from '../run.js';
import { chartOf } from './chart.js';
import { countsOf } from './counts.js';
import { deadlineBoard } from './deadlines.js';
import { moveTask } from './move.js';
import { quickTask } from './quick.js';
import { stepsFor } from './roles.js';
import { changeTask, createTask, described, removeTask, restoreTask, watchTask } from './save.js';
import { type StepBody, takeStep } from './step.js';

const reply = recordSchema(task);
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const reason = Type.String({ maxLength: 2000 });
const step = (body: Record<string, ReturnType<typeof Type.Optional>> = {}, example: unknown = { version: 1 }) => ({
  params: byId,
  body: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })), ...body }, { additionalProperties: false }),
  reply,
  example,
});
const instant = nullable({ type: 'string', format: 'date-time' }, true);

export const taskSchemas: Schemas<typeof taskEndpoints> = {
  ...recordSchemas(task, { title: 'Send the offer', deadlineAt: '2031-05-20T18:00:00.000Z', priority: 'high' }),
  ...manySchemas,
  ...timelineSchemas,
  steps: { params: byId },
  start: step(),
  pause: step(),
  resume: step(),
  complete: step(
    { result: Type.Optional(Type.String({ maxLength: 20_000 })), fileIds: Type.Optional(Type.Array(id, { maxItems: 50 })) },
    { result: 'Sent and confirmed by phone' },
  ),
  accept: step(),
  sendBack: step({ reason: Type.Optional(reason) }, { reason: 'The price is missing' }),
  defer: step({ until: Type.Optional(instant), reason: Type.Optional(reason) }, { until: '2031-06-01T12:00:00.000Z' }),
  decline: step({ reason: Type.Optional(reason) }, { reason: 'Not my field' }),
  delegate: step({ ownerId: Type.Optional(id), reason: Type.Optional(reason) }, { ownerId: 3 }),
  reopen: step(),
  move: step({ stageId: Type.Optional(id), before: Type.Optional(nullable({ type: 'integer', minimum: 1 }, true)) }, { stageId: 2 }),
  watch: { params: byId, body: Type.Object({ on: Type.Boolean() }, { additionalProperties: false }), reply, example: { on: true } },
  board: { openQuery: true },
  deadlines: { openQuery: true },
  counts: {},
  quick: {
    body: Type.Object(
      {
        text: Type.String({ minLength: 1, maxLength: 1000, pattern: visible }),
        ignored: Type.Optional(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 50 })),
      },
      { additionalProperties: false },
    ),
    reply,
    example: { text: 'Call Ana tomorrow 3pm #offer !high' },
  },
  reschedule: {
    params: byId,
    body: Type.Object(
      {
        version: Type.Optional(Type.Integer({ minimum: 1 })),
        plannedStartAt: Type.Optional(instant),
        plannedEndAt: Type.Optional(instant),
        deadlineAt: Type.Optional(instant),
      },
      { additionalProperties: false },
    ),
    example: { plannedStartAt: '2031-05-19T12:00:00.000Z', plannedEndAt: '2031-05-20T21:00:00.000Z' },
  },
  times: {
    body: Type.Object(
      {
        items: Type.Array(
          Type.Object(
            { id, version: Type.Integer({ minimum: 1 }), plannedStartAt: instant, plannedEndAt: instant, deadlineAt: instant },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: mostPushed },
        ),
      },
      { additionalProperties: false },
    ),
    example: { items: [{ id: 1, version: 1, plannedStartAt: '2031-05-19T12:00:00.000Z', plannedEndAt: '2031-05-20T21:00:00.000Z', deadlineAt: null }] },
  },
  chart: { openQuery: true },
};

/** @throws Refusal 422 on `projectId`. */
async function projectOfBoard(tasks: Tasks, call: Pick<Call<{ query: Record<string, unknown> }>, 'actor' | 'query'>): Promise<number> {
  const asked = Number(call.query.projectId);
  if (call.query.projectId === undefined) throw invalidField('projectId', 'required');
  const row = Number.isSafeInteger(asked) ? await readRow(tasks.records, tasks.db.read, project, asked) : undefined;
  try {
    admit(tasks.records, call.actor, project, row, 'read');
  } catch {
    throw invalidField('projectId', 'unknown-record');
  }
  return asked;
}

export function taskHandlers(tasks: Tasks, behaviour: BulkBehaviour): Handlers<typeof taskEndpoints> {
  const { db, records } = tasks;
  const on =
    (name: Step) =>
    ({ actor, params, body }: { actor: Call<object>['actor']; params: { id: number }; body: StepBody }) =>
      db.write((tx) => takeStep(tasks, tx, actor, params.id, name, body));
  return {
    ...recordHandlers(records, task),
    ...manyHandlers(tasks, behaviour),
    ...timelineHandlers(records, task),
    async create({ actor, body }) {
      const text = await described(tasks, body.description);
      return db.write((tx) => createTask(tasks, tx, actor, body, text));
    },
    async change({ actor, params, body }) {
      const text = await described(tasks, body.description);
      return db.write((tx) => changeTask(tasks, tx, actor, params.id, body, text));
    },
    remove: ({ actor, params }) => db.write((tx) => removeTask(tasks, tx, actor, params.id)),
    restore: ({ actor, params }) => db.write((tx) => restoreTask(tasks, tx, actor, params.id)),
    async steps({ actor, params }) {
      return stepsFor(tasks, actor, admit(records, actor, task, await readRow(records, db.read, task, params.id), 'read'));
    },
    start: on('start'),
    pause: on('pause'),
    resume: on('resume'),
    complete: on('complete'),
    accept: on('accept'),
    sendBack: on('send-back'),
    defer: on('defer'),
    decline: on('decline'),
    delegate: on('delegate'),
    reopen: on('reopen'),
    move: ({ actor, params, body }) => db.write((tx) => moveTask(tasks, tx, actor, params.id, body)),
    watch: ({ actor, params, body }) => db.write((tx) => watchTask(tasks, tx, actor, params.id, body.on)),
    async board({ actor, query }) {
      const projectId = await projectOfBoard(tasks, { actor, query });
      const stages = await stagesOf(db.read, projectId);
      // A stage belongs to one project: asked for by the stage alone, its number comes from the counters.
      const { projectId: _, stageId, ...filters } = query;
      const asked = stageId === undefined ? null : Number(stageId);
      const ids = stages.map((stage) => stage.id).filter((one) => asked === null || one === asked);
      return new JsonText(await board(records, actor, task, ids, filters, { order: 'position', containerId: projectId }));
    },
    deadlines: async ({ actor, query }) => new JsonText(await deadlineBoard(tasks, actor, query)),
    counts: ({ actor }) => countsOf(tasks, actor),
    quick: ({ actor, body }) => quickTask(tasks, actor, body),
    reschedule: ({ actor, params, body }) => db.write((tx) => reschedule(tasks, tx, actor, params.id, body)),
    times: ({ actor, body }) => db.write(async (tx) => ({ items: await setTimes(tasks, tx, actor, body.items) })),
    chart: ({ actor, query }) => chartOf(tasks, actor, query),
  };
}
