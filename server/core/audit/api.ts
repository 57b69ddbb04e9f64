import { Type } from 'typebox';
import { auditEndpoints } from '../../contracts/core/audit.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { createRateLimit } from '../auth/throttle.js';
import { dispositionOf } from '../files/api.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { notFound } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { audit } from './audit.js';
import { verifyChain } from './chain.js';
import { auditCsv } from './export.js';
import { inWords, listAudit } from './read.js';
import { actionInWords } from './words.js';

const filter = {
  personId: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  action: Type.Optional(Type.String({ maxLength: 120 })),
  target: Type.Optional(Type.String({ maxLength: 120 })),
  q: Type.Optional(Type.String({ maxLength: 200 })),
  from: Type.Optional(Type.String({ maxLength: 40 })),
  to: Type.Optional(Type.String({ maxLength: 40 })),
};

const schemas: Schemas<typeof auditEndpoints> = {
  list: {
    query: Type.Object(
      { ...filter, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
  },
  get: { params: byId },
  actions: {},
  export: { query: Type.Object(filter, { additionalProperties: false }) },
  verify: { body: Type.Object({}, { additionalProperties: false }) },
};

/** The audit log for those who may read it: it is the same for all of them, and nobody changes it. */
export function auditApi(services: Services, records: RecordContext): Api {
  const { db, access, now } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.audit.read');
  const limit = createRateLimit(10, 60_000);
  return api(auditEndpoints, schemas, {
    list: ({ actor, query }) => {
      demand(actor);
      return listAudit(records, actor, query);
    },
    get: async ({ actor, params }) => {
      demand(actor);
      const row = await db.read.selectFrom('audit').selectAll().where('id', '=', params.id).executeTakeFirst();
      if (!row) throw notFound();
      const [entry] = await inWords(records, actor, [row]);
      if (!entry) throw notFound();
      return entry;
    },
    actions: async ({ actor }) => {
      demand(actor);
      const rows = await db.readAside.selectFrom('audit').select('action').distinct().execute();
      const items = rows.map(({ action }) => ({ action, what: actionInWords(action, actor.language) }));
      return { items: items.sort((a, b) => a.what.localeCompare(b.what, actor.language)) };
    },
    export: async ({ actor, query, reply }) => {
      demand(actor);
      await listAudit(records, actor, { ...query, limit: 1 });
      await db.write((tx) => audit(tx, now(), actor, 'audit.exported', null, { filters: Object.keys(query) }));
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', dispositionOf('attachment', `audit-${now().slice(0, 10)}.csv`))
        .header('cache-control', 'private, no-store')
        .send(auditCsv(records, actor, services.settings.company().currency, query));
    },
    verify: async ({ actor }) => {
      demand(actor);
      limit(String(actor.personId));
      return verifyChain(db.readAside);
    },
  });
}
