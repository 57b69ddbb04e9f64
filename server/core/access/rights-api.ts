import { Type } from 'typebox';
import { rightEndpoints } from '../../contracts/core/rights.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { explain } from './explain.js';
import { viewersOf } from './viewers.js';

const name = Type.String({ minLength: 1, maxLength: 120 });
const schemas: Schemas<typeof rightEndpoints> = {
  explain: { query: Type.Object({ permission: name }, { additionalProperties: false }) },
  viewers: {
    query: Type.Object({ type: name, id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }, { additionalProperties: false }),
  },
};

/** What people may ask about rights: why something is closed to them, and who sees a record. */
export function rightsApi(records: RecordContext, permissions: () => readonly string[]): Api {
  return api(rightEndpoints, schemas, {
    explain: async ({ actor, query }) => {
      if (!permissions().includes(query.permission)) throw invalidField('permission', 'unknown-permission', { name: query.permission });
      return explain(records.access, actor, query.permission);
    },
    viewers: async ({ actor, query }) => ({ items: await viewersOf(records, actor, query.type, query.id), next: null }),
  });
}
