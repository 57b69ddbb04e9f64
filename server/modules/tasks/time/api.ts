import { Type } from 'typebox';
import { reportGroups, type timeEndpoints } from '../../../contracts/tasks/time.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { byId, nullable } from '../../../core/records/schemas.js';
import type { Tasks } from '../run.js';
import { changeEntry, createEntry, listTime, removeEntry } from './entries.js';
import { exportTime } from './export.js';
import { lockedBefore, setLock } from './lock.js';
import { reportTime } from './report.js';
import { dropTimer, startTimer, stopTimer, timerOf } from './timer.js';

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const day = Type.String({ format: 'date' });
const minutes = Type.Integer({ minimum: 1, maximum: 24 * 60 });
const note = Type.Optional(nullable({ type: 'string', maxLength: 2000 }, true));
const closed = { additionalProperties: false };
const filter = {
  from: Type.Optional(day),
  to: Type.Optional(day),
  personId: Type.Optional(id),
  taskId: Type.Optional(id),
  projectId: Type.Optional(id),
  aboutType: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  aboutId: Type.Optional(id),
};
const by = Type.Enum([...reportGroups]);

export const timeSchemas: Schemas<typeof timeEndpoints> = {
  timer: {},
  startTimer: { body: Type.Object({ taskId: id }, closed), example: { taskId: 7 } },
  stopTimer: { body: Type.Object({ note }, closed), example: { note: 'Drew the plan' } },
  dropTimer: {},
  list: {
    query: Type.Object(
      { ...filter, after: Type.Optional(Type.String({ maxLength: 40 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) },
      closed,
    ),
  },
  create: {
    body: Type.Object({ taskId: id, day, minutes, note, startedAt: Type.Optional(nullable({ type: 'string', format: 'date-time' }, true)) }, closed),
    example: { taskId: 7, day: '2026-05-20', minutes: 90, note: 'Drew the plan' },
  },
  change: {
    params: byId,
    body: Type.Object({ day: Type.Optional(day), minutes: Type.Optional(minutes), note, version: Type.Optional(Type.Integer({ minimum: 1 })) }, closed),
    example: { minutes: 120, version: 1 },
  },
  remove: { params: byId },
  report: { query: Type.Object({ ...filter, by }, closed) },
  export: { query: Type.Object({ ...filter, by: Type.Optional(by), format: Type.Optional(Type.String({ maxLength: 10 })) }, closed) },
  lock: {},
  setLock: { body: Type.Object({ before: nullable({ type: 'string', format: 'date' }, true) }, closed), example: { before: '2026-05-01' } },
};

export function timeHandlers(tasks: Tasks): Handlers<typeof timeEndpoints> {
  const { db } = tasks;
  return {
    timer: async ({ actor }) => ({ timer: await timerOf(tasks, db.read, actor) }),
    startTimer: ({ actor, body }) => db.write((tx) => startTimer(tasks, tx, actor, body.taskId)),
    stopTimer: ({ actor, body }) => db.write((tx) => stopTimer(tasks, tx, actor, body.note)),
    dropTimer: ({ actor }) => db.write((tx) => dropTimer(tasks, tx, actor)),
    list: ({ actor, query }) => listTime(tasks, actor, query),
    create: ({ actor, body }) => db.write((tx) => createEntry(tasks, tx, actor, body)),
    change: ({ actor, params, body }) => db.write((tx) => changeEntry(tasks, tx, actor, params.id, body)),
    remove: ({ actor, params }) => db.write((tx) => removeEntry(tasks, tx, actor, params.id)),
    report: ({ actor, query: { by, ...filter } }) => reportTime(tasks, actor, by, filter),
    export: ({ actor, query, reply }) => exportTime(tasks, actor, query, reply),
    lock: async () => ({ before: await lockedBefore(db.read) }),
    setLock: ({ actor, body }) => db.write((tx) => setLock(tasks, tx, actor, body.before)),
  };
}
