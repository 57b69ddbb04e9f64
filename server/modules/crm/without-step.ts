import type { DueSource } from '../../core/notify/due.js';
import { list } from '../../core/records/list.js';
import type { Crm } from './crm.js';
import { deal, lead } from './kinds.js';

/** As "My day" has them: each lead for itself, all deals in one line. */
const lines = [
  [lead, (total: number) => total],
  [deal, (total: number) => Math.min(total, 1)],
] as const;

/** The leads and deals of a person for which nothing is planned, as their own list shows them. */
export const withoutStep = (crm: Crm): DueSource[] =>
  lines.map(([kind, counted]) => ({
    right: `${kind.type}.read`,
    undated: true,
    async find(actor) {
      const query = { ownerId: String(actor.personId), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true', limit: '1', total: 'true' };
      const { total = 0 } = await list(crm.records, actor, kind as typeof lead, query);
      return { items: [], total: counted(total) };
    },
  }));
