import type { companyEndpoints } from '../../../contracts/crm/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { timelineHandlers, timelineSchemas } from '../timeline/api.js';
import { changeCompany, createCompany } from './companies.js';

export const companySchemas: Schemas<typeof companyEndpoints> = { ...recordSchemas(company), ...timelineSchemas };

export const companyHandlers = (crm: Crm): Handlers<typeof companyEndpoints> => ({
  ...recordHandlers(crm.records, company),
  ...timelineHandlers(crm, company),
  create: ({ actor, body }) => crm.db.write((tx) => createCompany(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeCompany(crm, tx, actor, params.id, body)),
});
