import { Type } from 'typebox';
import { bulkRunEndpoints } from '../../contracts/core/bulk.js';
import { type Api, api, type RouteSchemas } from '../http/call.js';
import { conflict } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Registry } from '../kernel/registry.js';
import { byId } from '../records/schemas.js';
import { BulkKinds } from './behaviour.js';
import { BULK_JOB, type BulkDeps, continueRun, fail, ownRun, undo } from './run.js';
import { readRun, toRun } from './store.js';

const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Schemas of `bulkEndpoints`; values and filters are checked by the kind's own fields. */
export const bulkSchemas: { bulk: RouteSchemas } = {
  bulk: {
    body: Type.Object(
      {
        action: Type.Unsafe<string>({ type: 'string', enum: ['change', 'move', 'delete'] }),
        ids: Type.Optional(Type.Array(id)),
        query: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Type.String({ maxLength: 4000 }), { maxProperties: 40 })),
        values: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Type.Unknown(), { maxProperties: 20 })),
        stageId: Type.Optional(id),
        lostReasonId: Type.Optional(id),
        preview: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
  },
};

const behaviourOf = (registry: Registry, type: string) => registry.items(BulkKinds).find(({ item }) => item.kind.type === type)?.item;

export interface BulkApiDeps extends BulkDeps {
  registry: Registry;
}

export const bulkRunsApi = (deps: BulkApiDeps): Api =>
  api(
    bulkRunEndpoints,
    { get: { params: byId }, undo: { params: byId } },
    {
      get: async ({ actor, params }) => toRun(deps.services.db.read, await ownRun(deps, actor, params.id)),
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
