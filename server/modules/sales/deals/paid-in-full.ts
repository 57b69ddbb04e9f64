import { type Expression, type RawBuilder, sql } from 'kysely';
import { Deals } from '../../../contracts/crm/ports.js';
import type { DealsPaidInFull } from '../../../contracts/sales/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { DueSource } from '../../../core/notify/due.js';
import { scopeOf } from '../../../core/records/context.js';
import { withinScope } from '../../../core/records/within.js';
import { invoiceKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

/** As many as a day can take; the rest is counted. */
const most = 10;

/** That of the deal of an invoice (`i`), which the actor may see, everything is paid. */
function isPaid(run: SalesRun, actor: Actor): RawBuilder<boolean>[] {
  const scope = scopeOf(run.records, actor, invoiceKind, 'read');
  return [
    sql<boolean>`i.deleted_at is null`,
    sql<boolean>`i.status = 'paid'`,
    sql<boolean>`not exists (select 1 from sales_invoices o where o.deal_id = i.deal_id and o.deleted_at is null and o.status in ('unpaid', 'partly-paid'))`,
    ...withinScope(run.db.dialect, invoiceKind, scope, 'i'),
  ];
}

/**
 * Open deals that the actor may change and whose client has paid every invoice that is not cancelled: they can be closed as won. The
 * latest first, and how many there are.
 * @param dealId of one alone; otherwise those of which the actor is responsible.
 */
export async function dealsPaidInFull(run: SalesRun, actor: Actor, dealId?: number): Promise<DealsPaidInFull> {
  const { read } = run.db;
  const deals = run.use(Deals);
  if (actor.personId === null) return { items: [], total: 0 };
  let query = read
    .selectFrom('sales_invoices as i')
    .select(({ fn }) => ['i.deal_id', fn.sum<number>('i.total').as('paid'), fn.min('i.currency').as('currency'), fn.max('i.currency').as('other')])
    .select(sql<number>`count(*) over ()`.as('all_found'))
    .where(deals.isOpenToChange(actor, sql.ref('i.deal_id'), dealId === undefined ? actor.personId : undefined));
  if (dealId !== undefined) query = query.where('i.deal_id', '=', dealId);
  for (const condition of isPaid(run, actor)) query = query.where(condition);
  const rows = await query.groupBy('i.deal_id').orderBy(sql`max(i.id)`, 'desc').limit(most).execute();
  const items: DealsPaidInFull['items'] = [];
  for (const { deal_id, paid, currency, other } of rows) {
    const { id, title, companyId, contactId } = await deals.read(read, actor, deal_id as number);
    // Sums of different currencies are none.
    items.push({ id, title, companyId, contactId, paid: currency !== null && currency === other ? { amount: Number(paid), currency } : null });
  }
  return { items, total: Number(rows[0]?.all_found ?? 0) };
}

/** They are counted beside "My day", which names them. */
export const dueToWin = (run: SalesRun): DueSource => ({
  right: 'sales.invoice.read',
  undated: true,
  find: async (actor) => ({ items: [], total: (await dealsPaidInFull(run, actor)).total }),
});

/** Of the deals of a person that may be changed by them, those of which "My day" says that they are paid: they want no other next step. */
export const dealsToClose =
  (run: SalesRun) =>
  (actor: Actor, dealId: Expression<unknown>): RawBuilder<boolean> =>
    run.access.may(actor, dueToWin(run).right)
      ? sql<boolean>`(${run.use(Deals).isOpenToChange(actor, dealId, actor.personId ?? 0)} and exists (
          select 1 from sales_invoices i where i.deal_id = ${dealId} and ${sql.join(isPaid(run, actor), sql` and `)}))`
      : sql<boolean>`(1 = 0)`;
