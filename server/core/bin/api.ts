import { Type } from 'typebox';
import { binEndpoints } from '../../contracts/core/bin.js';
import { type Api, api, type Schemas } from '../http/call.js';
import type { RecordContext } from '../records/context.js';
import { listBin } from './list.js';
import { usesOf } from './uses.js';

const type = Type.String({ maxLength: 80 });

const schemas: Schemas<typeof binEndpoints> = {
  list: {
    query: Type.Object(
      {
        type: Type.Optional(type),
        q: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
  },
  uses: { query: Type.Object({ type, ids: Type.String({ maxLength: 4000 }) }, { additionalProperties: false }) },
};

export const binApi = (records: RecordContext): Api =>
  api(binEndpoints, schemas, {
    list: ({ actor, query }) => listBin(records, actor, query),
    uses: ({ actor, query }) => usesOf(records, actor, query.type, query.ids),
  });
