import type { contactEndpoints, Unmerged } from '../../../contracts/crm/endpoints.js';
import type { Contact } from '../../../contracts/crm/records.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import type { Kind } from '../../../core/records/kind.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { timelineHandlers, timelineSchemas } from '../../../core/records/timeline-api.js';
import { bulkBehaviours } from '../bulk/behaviours.js';
import { alike, alikeSchemas } from '../channels/alike.js';
import type { Crm } from '../crm.js';
import { contact } from '../kinds.js';
import { getClient, mergeClients } from '../merging/merge.js';
import { mergeSchema } from '../merging/schema.js';
import { restoreClient } from '../merging/unmerge.js';
import { changeContact, createContact } from './contacts.js';

export const contactSchemas: Schemas<typeof contactEndpoints> = {
  ...recordSchemas(contact),
  ...manySchemas,
  ...timelineSchemas,
  alike: alikeSchemas.contact,
  merge: mergeSchema(contact as unknown as Kind),
};

export const contactHandlers = (crm: Crm): Handlers<typeof contactEndpoints> => ({
  ...recordHandlers(crm.records, contact),
  ...manyHandlers(crm, bulkBehaviours(crm).contact),
  ...timelineHandlers(crm.records, contact),
  alike: ({ actor, query }) => alike(crm, actor, 'contact', query),
  get: ({ actor, params }) => getClient(crm, crm.db.read, actor, 'contact', params.id) as Promise<Contact>,
  merge: ({ actor, params, body }) => crm.db.write((tx) => mergeClients(crm, tx, actor, 'contact', params.id, body)) as Promise<Contact>,
  restore: ({ actor, params }) => crm.db.write((tx) => restoreClient(crm, tx, actor, 'contact', params.id)) as Promise<Contact & Unmerged>,
  create: ({ actor, body }) => crm.db.write((tx) => createContact(crm, tx, actor, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeContact(crm, tx, actor, params.id, body)),
});
