import { type RawBuilder, sql } from 'kysely';
import type { DealsWithoutStep } from '../../contracts/crm/endpoints.js';
import { DealsToClose } from '../../contracts/crm/ports.js';
import type { Actor } from '../../core/access/actor.js';
import type { DueSource } from '../../core/notify/due.js';
import { scopeOf } from '../../core/records/context.js';
import { list } from '../../core/records/list.js';
import { withinScope } from '../../core/records/within.js';
import type { Crm } from './crm.js';
import { deal, lead } from './kinds.js';

/** Open deals (`d`) of the actor for which nothing is planned, apart from those that other modules ask them to close. */
function stepless(crm: Crm, actor: Actor): RawBuilder<unknown> {
  const conditions = [
    sql`d.deleted_at is null`,
    sql`d.closed_at is null`,
    sql`d.owner_id = ${actor.personId}`,
    sql`d.next_activity_kind is null`,
    ...withinScope(crm.db.dialect, deal, scopeOf(crm.records, actor, deal, 'read'), 'd'),
    ...crm.items(DealsToClose).map((isToClose) => sql`not ${isToClose(actor, sql.ref('d.id'))}`),
  ];
  return sql`from crm_deals d where ${sql.join(conditions, sql` and `)}`;
}

const latestFirst = sql`order by d.created_at desc, d.id desc limit 1`;

/** The latest of them, and how many there are. */
export async function dealsWithoutStep(crm: Crm, actor: Actor): Promise<DealsWithoutStep> {
  if (actor.personId === null) return { items: [], total: 0 };
  const these = stepless(crm, actor);
  // Counting looks at each of them: beside whatever else is asked of the portal.
  const { rows } = await sql<{ id: number; title: string | null; total: number }>`
    select d.id, d.title, (select count(*) ${these}) as total ${these} ${latestFirst}`.execute(crm.db.readAside);
  return { items: rows.map(({ id, title }) => ({ id, title })), total: Number(rows[0]?.total ?? 0) };
}

async function isAnyDealWithoutStep(crm: Crm, actor: Actor): Promise<boolean> {
  if (actor.personId === null) return false;
  return (await sql`select 1 ${stepless(crm, actor)} ${latestFirst}`.execute(crm.db.readAside)).rows.length > 0;
}

/** The leads and deals of a person for which nothing is planned: all of a kind are one thing to do, as "My day" has them. */
export const withoutStep = (crm: Crm): DueSource[] => [
  {
    right: 'crm.lead.read',
    undated: true,
    async find(actor) {
      const query = { ownerId: String(actor.personId), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true', limit: '1' };
      const { items } = await list(crm.records, actor, lead, query);
      return { items: [], total: items.length };
    },
  },
  {
    right: 'crm.deal.read',
    undated: true,
    find: async (actor) => ({ items: [], total: Number(await isAnyDealWithoutStep(crm, actor)) }),
  },
];
