import { Type } from 'typebox';
import { type dependencyEndpoints, dependencyKinds } from '../../../contracts/tasks/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { byId } from '../../../core/records/schemas.js';
import type { Tasks } from '../run.js';
import { addDependency, changeDependency, dependenciesOf, removeDependency } from './dependencies.js';

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** A year of working time either way. */
const mostLag = 525_600;
const kind = Type.Unsafe<(typeof dependencyKinds)[number]>({ type: 'string', enum: [...dependencyKinds] });
const lagMinutes = Type.Optional(Type.Integer({ minimum: -mostLag, maximum: mostLag }));

export const dependencySchemas: Schemas<typeof dependencyEndpoints> = {
  list: { query: Type.Object({ taskId: Type.Optional(id), projectId: Type.Optional(id) }, { additionalProperties: false }) },
  create: {
    body: Type.Object(
      {
        fromId: id,
        toId: id,
        kind,
        lagMinutes,
      },
      { additionalProperties: false },
    ),
    example: { fromId: 4, toId: 5, kind: 'end-start', lagMinutes: 480 },
  },
  change: {
    params: byId,
    body: Type.Object({ kind: Type.Optional(kind), lagMinutes }, { additionalProperties: false }),
    example: { kind: 'start-start', lagMinutes: 0 },
  },
  remove: { params: byId },
};

export const dependencyHandlers = (tasks: Tasks): Handlers<typeof dependencyEndpoints> => ({
  list: async ({ actor, query }) => ({ items: await dependenciesOf(tasks, actor, query) }),
  create: ({ actor, body }) => tasks.db.write((tx) => addDependency(tasks, tx, actor, body)),
  change: ({ actor, params, body }) => tasks.db.write((tx) => changeDependency(tasks, tx, actor, params.id, body)),
  remove: ({ actor, params }) => tasks.db.write((tx) => removeDependency(tasks, tx, actor, params.id)),
});
