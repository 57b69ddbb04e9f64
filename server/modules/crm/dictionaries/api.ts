import { Type } from 'typebox';
import type { lostReasonEndpoints, sourceEndpoints } from '../../../contracts/crm/endpoints.js';
import type { Handlers } from '../../../core/http/call.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId } from '../../../core/records/schemas.js';
import type { Crm } from '../crm.js';
import { leavings } from '../emptying/leaving.js';
import { lostReason, source } from '../kinds.js';
import { changeEntry, createEntry } from './edit.js';
import { mergeEntry } from './merge.js';
import { usesOf } from './uses.js';

/** Of the routes that entries have beside those of every record. */
export const entrySchemas = {
  uses: {},
  merge: { params: byId, body: Type.Object({ into: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }) },
};

export const sourceHandlers = (crm: Crm): Handlers<typeof sourceEndpoints> => ({
  ...recordHandlers(crm.records, source),
  create: ({ actor, body }) => crm.db.write((tx) => createEntry(crm, tx, actor, source, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeEntry(crm, tx, actor, source, params.id, body)),
  merge: ({ actor, params, body }) => crm.db.write((tx) => mergeEntry(crm, tx, actor, leavings.source, source, params.id, body.into)),
  uses: async () => ({ items: await usesOf(crm.db.read, 'source_id', ['crm_leads', 'crm_deals', 'crm_contacts', 'crm_companies']) }),
});

export const lostReasonHandlers = (crm: Crm): Handlers<typeof lostReasonEndpoints> => ({
  ...recordHandlers(crm.records, lostReason),
  create: ({ actor, body }) => crm.db.write((tx) => createEntry(crm, tx, actor, lostReason, body)),
  change: ({ actor, params, body }) => crm.db.write((tx) => changeEntry(crm, tx, actor, lostReason, params.id, body)),
  merge: ({ actor, params, body }) => crm.db.write((tx) => mergeEntry(crm, tx, actor, leavings.lostReason, lostReason, params.id, body.into)),
  uses: async () => ({ items: await usesOf(crm.db.read, 'lost_reason_id', ['crm_leads', 'crm_deals']) }),
});
