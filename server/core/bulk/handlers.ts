import type { FastifyReply } from 'fastify';
import type { BulkAnswer, BulkRequest } from '../../contracts/core/bulk.js';
import type { ExportQuery } from '../../contracts/core/export.js';
import type { Actor } from '../access/actor.js';
import { exportRecords, exportSchemas } from '../exports/export.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import { bulkSchemas } from './api.js';
import type { BulkBehaviour } from './behaviour.js';
import { bulk } from './run.js';

/** Schemas of the routes about many records of a kind: `bulk` and `export`. */
export const manySchemas = { ...bulkSchemas, ...exportSchemas };

/** Handlers of the routes about many records of a kind. @param run of the module. */
export function manyHandlers(run: Services & { records: RecordContext }, behaviour: BulkBehaviour) {
  const deps = { services: run, records: run.records };
  return {
    bulk: ({ actor, body }: { actor: Actor; body: BulkRequest }): Promise<BulkAnswer> => bulk(deps, behaviour, actor, body),
    export: ({ actor, query, reply }: { actor: Actor; query: ExportQuery; reply: FastifyReply }) =>
      exportRecords(deps, behaviour.kind, behaviour.exported, actor, query, reply),
  };
}
