import { Type } from 'typebox';
import type { checkEndpoints } from '../../../contracts/tasks/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { visible } from '../../../core/http/visible.js';
import { get } from '../../../core/records/change.js';
import { byId, nullable } from '../../../core/records/schemas.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { addCheck, changeCheck, checksOf, setCheckRemoved } from './checks.js';

const idOrNull = nullable({ type: 'integer', minimum: 1 }, true);
const text = Type.String({ minLength: 1, maxLength: 1000, pattern: visible });
const rest = {
  parentId: Type.Optional(idOrNull),
  before: Type.Optional(idOrNull),
  personId: Type.Optional(idOrNull),
  fileIds: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 20 })),
};

export const checkSchemas: Schemas<typeof checkEndpoints> = {
  list: { params: byId },
  add: { params: byId, body: Type.Object({ text, ...rest }, { additionalProperties: false }), example: { text: 'Ask for the drawing' } },
  change: {
    params: byId,
    body: Type.Object({ text: Type.Optional(text), done: Type.Optional(Type.Boolean()), ...rest }, { additionalProperties: false }),
    example: { done: true },
  },
  remove: { params: byId },
  restore: { params: byId },
};

export const checkHandlers = (tasks: Tasks): Handlers<typeof checkEndpoints> => ({
  async list({ actor, params }) {
    await get(tasks.records, tasks.db.read, actor, task, params.id);
    return { items: await checksOf(tasks.db.read, params.id) };
  },
  add: ({ actor, params, body }) => tasks.db.write((tx) => addCheck(tasks, tx, actor, params.id, body)),
  change: ({ actor, params, body }) => tasks.db.write((tx) => changeCheck(tasks, tx, actor, params.id, body)),
  remove: ({ actor, params }) => tasks.db.write((tx) => setCheckRemoved(tasks, tx, actor, params.id, true)),
  restore: ({ actor, params }) => tasks.db.write((tx) => setCheckRemoved(tasks, tx, actor, params.id, false)),
});
