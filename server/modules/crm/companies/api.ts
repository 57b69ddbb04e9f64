import type { companyEndpoints } from '../../../contracts/crm/endpoints.js';
import { bulkSchemas } from '../../../core/bulk/api.js';
import { bulk } from '../../../core/bulk/run.js';
import { exportRecords, exportSchemas } from '../../../core/exports/export.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { timelineHandlers, timelineSchemas } from '../timeline/api.js';
import { changeCompany, createCompany } from './companies.js';

export const companySchemas: Schemas<typeof companyEndpoints> = { ...recordSchemas(company), ...bulkSchemas, ...exportSchemas, ...timelineSchemas };

export const companyHandlers = (crm: Crm): Handlers<typeof companyEndpoints> => ({
  ...recordHandlers(crm.records, company),
  export: ({ actor, query, reply }) => exportRecords({ services: crm, records: crm.records }, company, actor, query, reply),
  bulk: ({ actor, body }) => bulk({ services: crm, records: crm.records }, bulkBehaviours(crm).company, actor, body),
  ...timelineHandlers(crm, company),
  create: ({ actor, body }) => crm.db.write((tx) => createCompany(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeCompany(crm, tx, actor, params.id, body)),
});
