import { Type } from 'typebox';
import { rightEndpoints } from '../../contracts/core/rights.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import type { Notify } from '../notify/notify.js';
import type { RecordContext } from '../records/context.js';
import { askForAccess } from './ask-for.js';
import { demandPerson } from './demand.js';
import { explain } from './explain.js';
import { viewersOf } from './viewers.js';

/** Each is told to several people. */
const asksAnHour = 20;

const name = Type.String({ minLength: 1, maxLength: 120 });
const schemas: Schemas<typeof rightEndpoints> = {
  explain: { query: Type.Object({ permission: name, ofRecord: Type.Optional(Type.Boolean()) }, { additionalProperties: false }) },
  ask: { body: Type.Object({ type: name, id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }, { additionalProperties: false }) },
  viewers: {
    query: Type.Object({ type: name, id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }, { additionalProperties: false }),
  },
};

/** What people may ask about rights: why something is closed to them, and who sees a record. */
export function rightsApi(records: RecordContext, { notify }: { notify: Notify }, permissions: () => readonly string[]): Api {
  const limit = createRateLimit(asksAnHour, 3600_000);
  return api(rightEndpoints, schemas, {
    explain: async ({ actor, query }) => {
      if (!permissions().includes(query.permission)) throw invalidField('permission', 'unknown-permission', { name: query.permission });
      return explain(records.access, actor, query.permission, query.ofRecord);
    },
    ask: async ({ actor, body }) => {
      demandPerson(actor);
      limit(String(actor.personId));
      if (!records.kinds.has(body.type)) throw invalidField('type', 'unknown-kind', { name: body.type });
      return { askedOf: await askForAccess(records, notify, actor, body) };
    },
    viewers: async ({ actor, query }) => ({ items: await viewersOf(records, actor, query.type, query.id), next: null }),
  });
}
