import type { DueSource } from '../../core/notify/due.js';
import { list } from '../../core/records/list.js';
import type { Crm } from './crm.js';
import { deal, lead } from './kinds.js';

/** The leads and deals of a person for which nothing is planned, as their own list shows them: all of a kind are one thing to do, as "My day" has them. */
export const withoutStep = (crm: Crm): DueSource[] =>
  [lead, deal].map((kind) => ({
    right: `${kind.type}.read`,
    undated: true,
    async find(actor) {
      const query = { ownerId: String(actor.personId), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true', limit: '1' };
      const { items } = await list(crm.records, actor, kind as typeof lead, query);
      return { items: [], total: items.length };
    },
  }));
