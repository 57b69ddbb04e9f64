import type { FastifyReply } from 'fastify';
import type { BulkAnswer, BulkRequest } from '../../../contracts/core/bulk.js';
import type { ExportQuery } from '../../../contracts/core/export.js';
import type { Actor } from '../../../core/access/actor.js';
import { bulkSchemas } from '../../../core/bulk/api.js';
import { bulk } from '../../../core/bulk/run.js';
import { exportRecords, exportSchemas } from '../../../core/exports/export.js';
import type { SalesRun } from '../run.js';
import { manyBehaviours } from './behaviours.js';

/** Schemas of the routes about many records of a kind. */
export const manySchemas = { ...bulkSchemas, ...exportSchemas };

/** Handlers of the routes about many records of a kind. */
export function manyHandlers(run: SalesRun, name: keyof ReturnType<typeof manyBehaviours>) {
  const deps = { services: run, records: run.records };
  const behaviour = manyBehaviours(run)[name];
  return {
    bulk: ({ actor, body }: { actor: Actor; body: BulkRequest }): Promise<BulkAnswer> => bulk(deps, behaviour, actor, body),
    export: ({ actor, query, reply }: { actor: Actor; query: ExportQuery; reply: FastifyReply }) => exportRecords(deps, behaviour.kind, actor, query, reply),
  };
}
