import type { DueSource } from '../../../core/notify/due.js';
import { list } from '../../../core/records/list.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';

/** As many as "My day" shows. */
const mostLeads = 20;

/** The leads of a person for which nothing is planned, as their own list shows them. */
export const leadsWithoutStep = (crm: Crm): DueSource => ({
  right: 'crm.lead.read',
  undated: true,
  async find(actor) {
    const query = { ownerId: String(actor.personId), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true', limit: String(mostLeads) };
    return { items: [], total: (await list(crm.records, actor, lead, query)).items.length };
  },
});
