import type { companyEndpoints } from '../../../contracts/crm/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import { alike, alikeSchemas } from '../channels/alike.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { changeCompany, createCompany } from './companies.js';

export const companySchemas: Schemas<typeof companyEndpoints> = { ...recordSchemas(company), ...manySchemas, ...timelineSchemas, alike: alikeSchemas.company };

export const companyHandlers = (crm: Crm): Handlers<typeof companyEndpoints> => ({
  ...recordHandlers(crm.records, company),
  ...manyHandlers(crm, bulkBehaviours(crm).company),
  ...timelineHandlers(crm.records, company),
  alike: ({ actor, query }) => alike(crm, actor, 'company', query),
  create: ({ actor, body }) => crm.db.write((tx) => createCompany(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeCompany(crm, tx, actor, params.id, body)),
});
