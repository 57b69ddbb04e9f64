import { Type } from 'typebox';
import { timeMachineEndpoints } from '../../contracts/core/time-machine.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { notFound } from '../http/problem.js';
import { mostComing } from './closure.js';
import { createTimeMachine, type TimeMachineDeps } from './machine.js';

const setParam = { id: Type.String({ minLength: 1, maxLength: 40 }) };
const bySet = Type.Object(setParam, { additionalProperties: false });
const recordType = Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 60 });
const recordId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const most = 200;
const wish = Type.Object(
  {
    records: Type.Array(Type.Object({ type: recordType, id: recordId }, { additionalProperties: false }), { minItems: 1, maxItems: most }),
    withPointing: Type.Boolean(),
    withPointed: Type.Boolean(),
  },
  { additionalProperties: false },
);
const wished = { params: bySet, body: wish, example: { records: [{ type: 'crm.deal', id: 7 }], withPointing: true, withPointed: true } };
const day = Type.Optional(Type.String({ format: 'date' }));

const schemas: Schemas<typeof timeMachineEndpoints> = {
  inside: { params: bySet },
  open: { params: bySet },
  close: { params: bySet },
  records: {
    params: bySet,
    query: Type.Object(
      {
        type: recordType,
        q: Type.Optional(Type.String({ maxLength: 200 })),
        show: Type.Optional(Type.Unsafe<'gone' | 'changed' | 'all'>({ type: 'string', enum: ['gone', 'changed', 'all'] })),
        from: day,
        to: day,
        after: Type.Optional(recordId),
      },
      { additionalProperties: false },
    ),
  },
  record: {
    params: Type.Object({ ...setParam, type: Type.String({ maxLength: 60 }), record: Type.String({ maxLength: 20 }) }, { additionalProperties: false }),
  },
  preview: wished,
  bringBack: wished,
  undo: {
    body: Type.Object(
      {
        items: Type.Array(
          Type.Object(
            {
              type: recordType,
              id: recordId,
              run: Type.String({ pattern: '^[0-9a-f]{16}$' }),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: mostComing },
        ),
      },
      { additionalProperties: false },
    ),
    example: { items: [{ type: 'crm.deal', id: 7, run: '0f1e2d3c4b5a6978' }] },
  },
  module: { params: Type.Object({ ...setParam, module: Type.String({ minLength: 1, maxLength: 40 }) }, { additionalProperties: false }) },
};

/** The routes of the time machine; each demands the right to look after backups. */
export function timeMachineApi(deps: TimeMachineDeps): Api {
  const machine = createTimeMachine(deps);
  const demand = (actor: Actor) => demandAll(deps.services.access, actor, 'core.backup.manage');
  return api(timeMachineEndpoints, schemas, {
    inside: async ({ actor, params: { id } }) => {
      demand(actor);
      return machine.inside(actor, id);
    },
    open: async ({ actor, params: { id } }) => {
      demand(actor);
      await machine.open(actor, id);
      return machine.inside(actor, id);
    },
    close: async ({ actor, params: { id } }) => {
      demand(actor);
      await machine.close(id);
      return machine.inside(actor, id);
    },
    records: async ({ actor, params: { id }, query }) => {
      demand(actor);
      return machine.records(actor, id, query);
    },
    record: async ({ actor, params: { id, type, record } }) => {
      demand(actor);
      if (!/^[1-9]\d{0,14}$/.test(record)) throw notFound();
      return machine.record(id, { type, id: Number(record) });
    },
    preview: async ({ actor, params: { id }, body }) => {
      demand(actor);
      return machine.preview(actor, id, body);
    },
    bringBack: async ({ actor, params: { id }, body }) => {
      demand(actor);
      return machine.bringBack(actor, id, body);
    },
    undo: async ({ actor, body: { items } }) => {
      demand(actor);
      return machine.undo(actor, items);
    },
    module: async ({ actor, params: { id, module } }) => {
      demand(actor);
      return machine.takeModule(actor, id, module);
    },
  });
}
