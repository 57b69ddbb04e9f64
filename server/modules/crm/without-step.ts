import type { DueSource } from '../../core/notify/due.js';
import { list } from '../../core/records/list.js';
import type { Crm } from './crm.js';
import { deal, lead } from './kinds.js';

/** As many as "My day" shows: each lead for itself, all deals in one line. */
const lines = [
  [lead, 20],
  [deal, 1],
] as const;

/** The leads and deals of a person for which nothing is planned, as their own list shows them. */
export const withoutStep = (crm: Crm): DueSource[] =>
  lines.map(([kind, most]) => ({
    right: `${kind.type}.read`,
    undated: true,
    async find(actor) {
      const query = { ownerId: String(actor.personId), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true', limit: String(most) };
      return { items: [], total: (await list(crm.records, actor, kind as typeof lead, query)).items.length };
    },
  }));
