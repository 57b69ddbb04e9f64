import { Type } from 'typebox';
import { newsEndpoints } from '../../contracts/core/news.js';
import { type Api, api, type Schemas } from '../http/call.js';
import type { RecordContext } from '../records/context.js';
import { newsOf } from './news.js';
import { noteVisit } from './visits.js';

const schemas: Schemas<typeof newsEndpoints> = {
  list: {},
  seen: {
    personal: true,
    body: Type.Object(
      { upTo: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), all: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    example: { upTo: 1204, all: false },
  },
};

export const newsApi = (records: RecordContext): Api =>
  api(newsEndpoints, schemas, {
    list: ({ actor }) => newsOf(records, actor),
    seen: async ({ actor, body }) => {
      await records.db.write((tx) => noteVisit(tx, actor.personId as number, body.upTo, body.all === true, records.now()));
      return { seen: true as const };
    },
  });
