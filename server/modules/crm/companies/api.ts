import type { companyEndpoints, Unmerged } from '../../../contracts/crm/endpoints.js';
import type { Company } from '../../../contracts/crm/records.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import type { Kind } from '../../../core/records/kind.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import { alike, alikeSchemas } from '../channels/alike.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { getClient, mergeClients } from '../merging/merge.js';
import { mergeSchema } from '../merging/schema.js';
import { restoreClient } from '../merging/unmerge.js';
import { changeCompany, createCompany } from './companies.js';

export const companySchemas: Schemas<typeof companyEndpoints> = {
  ...recordSchemas(company),
  ...manySchemas,
  ...timelineSchemas,
  alike: alikeSchemas.company,
  merge: mergeSchema(company as unknown as Kind),
};

export const companyHandlers = (crm: Crm): Handlers<typeof companyEndpoints> => ({
  ...recordHandlers(crm.records, company),
  ...manyHandlers(crm, bulkBehaviours(crm).company),
  ...timelineHandlers(crm.records, company),
  alike: ({ actor, query }) => alike(crm, actor, 'company', query),
  get: ({ actor, params }) => getClient(crm, crm.db.read, actor, 'company', params.id) as Promise<Company>,
  merge: ({ actor, params, body }) => crm.db.write((tx) => mergeClients(crm, tx, actor, 'company', params.id, body)) as Promise<Company>,
  restore: ({ actor, params }) => crm.db.write((tx) => restoreClient(crm, tx, actor, 'company', params.id)) as Promise<Company & Unmerged>,
  create: ({ actor, body }) => crm.db.write((tx) => createCompany(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeCompany(crm, tx, actor, params.id, body)),
});
