import { Type } from 'typebox';
import { type BulkReason, bulkRunEndpoints } from '../../contracts/core/bulk.js';
import { type Api, api, type RouteSchemas } from '../http/call.js';
import { conflict, invalidField } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Registry } from '../kernel/registry.js';
import { byId, fieldSchema, nullable } from '../records/schemas.js';
import { type BulkDeps, BulkKinds } from './behaviour.js';
import { listRuns, recordsOf } from './look.js';
import { answerOf, BULK_JOB, continueRun, fail, ownRun, undo } from './run.js';
import { readRun } from './store.js';

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Schemas of `bulkEndpoints`; values and filters are checked by the kind's own fields. */
export const bulkSchemas: { bulk: RouteSchemas } = {
  bulk: {
    body: Type.Object(
      {
        action: Type.Unsafe<string>({ type: 'string', enum: ['change', 'move', 'delete', 'plan'] }),
        ids: Type.Optional(Type.Array(id)),
        query: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Type.String({ maxLength: 4000 }), { maxProperties: 40 })),
        values: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Type.Unknown(), { maxProperties: 20 })),
        stageId: Type.Optional(id),
        lostReasonId: Type.Optional(id),
        plan: Type.Optional(
          Type.Object(
            {
              kind: Type.String({ maxLength: 40 }),
              title: Type.String({ minLength: 1, maxLength: 250 }),
              dueAt: nullable(fieldSchema({ kind: 'instant' }), true),
              perDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
            },
            { additionalProperties: false },
          ),
        ),
        preview: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
  },
};

const paging = { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()) };

/** @throws Refusal 422 for a cursor that is none. */
function cursorOf(after: string | undefined): number | null {
  if (after === undefined) return null;
  if (!/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  return Number(after);
}

const behaviourOf = (registry: Registry, type: string) => registry.items(BulkKinds).find(({ item }) => item.kind.type === type)?.item;

export interface BulkApiDeps extends BulkDeps {
  registry: Registry;
}

export const bulkRunsApi = (deps: BulkApiDeps): Api =>
  api(
    bulkRunEndpoints,
    {
      list: { query: Type.Object(paging, { additionalProperties: false }) },
      records: {
        params: byId,
        query: Type.Object(
          {
            ...paging,
            left: Type.Optional(
              Type.Unsafe<BulkReason>({ type: 'string', enum: ['no-right', 'as-it-is', 'other-pipeline', 'in-use', 'closed', 'has-step', 'meanwhile'] }),
            ),
          },
          { additionalProperties: false },
        ),
      },
      get: { params: byId },
      undo: { params: byId },
    },
    {
      list: ({ actor, query: { limit = 50, after } }) => listRuns(deps, actor, cursorOf(after), limit),
      records: async ({ actor, params, query: { left, limit = 50, after } }) =>
        recordsOf(deps, actor, await ownRun(deps, actor, params.id), left, cursorOf(after) ?? 0, limit),
      get: async ({ actor, params }) => answerOf(deps, await ownRun(deps, actor, params.id)),
      async undo({ actor, params }) {
        const run = await ownRun(deps, actor, params.id);
        const behaviour = behaviourOf(deps.registry, run.recordType);
        if (!behaviour) throw conflict('bulk-not-undoable');
        return undo(deps, behaviour, actor, run);
      },
    },
  );

/** Goes on with long runs piece by piece: they survive a restart, and other jobs have their turn in between. */
export const bulkJob = (deps: BulkApiDeps): JobKind => {
  const idOf = (payload: unknown): number => (payload as { id: number }).id;
  return {
    kind: BULK_JOB,
    mostAttempts: 5,
    async handler(payload) {
      const run = await readRun(deps.services.db.read, idOf(payload));
      return run && continueRun(deps, behaviourOf(deps.registry, run.recordType), run.id);
    },
    async onFailed(tx, payload) {
      const run = await readRun(tx.q, idOf(payload));
      if (run?.state === 'running') await fail(deps, tx, run);
    },
  };
};
