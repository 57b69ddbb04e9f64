import { sql } from 'kysely';
import type { QuotesToInvoice } from '../../../contracts/sales/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import type { DueSource } from '../../../core/notify/due.js';
import { scopeOf } from '../../../core/records/context.js';
import { withinScope } from '../../../core/records/within.js';
import { quoteKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

const dayMs = 86_400_000;
/** What was accepted longer ago was invoiced elsewhere, or never will be; the sooner where nobody has made an invoice yet. */
const daysBack = 90;
const daysBackWithoutInvoices = 14;
/** As many as a day can take; the rest is counted. */
const most = 10;

/** The accepted quotes of a person of which no invoice was made, or only cancelled ones: the latest first, and how many there are. */
export async function quotesToInvoice(run: SalesRun, actor: Actor): Promise<QuotesToInvoice> {
  const { read, dialect } = run.db;
  // Whoever looks as somebody else may make none, and sees what they see.
  if (actor.personId === null || (!actor.viewedBy && !run.access.may(actor, 'sales.invoice.create'))) return { items: [], total: 0 };
  const anyInvoice = await read.selectFrom('sales_invoices').select('id').where('deleted_at', 'is', null).limit(1).executeTakeFirst();
  const since = plusMilliseconds(run.now(), -(anyInvoice ? daysBack : daysBackWithoutInvoices) * dayMs);
  let query = read
    .selectFrom('sales_quotes as q')
    .select(['q.id', 'q.number', 'q.total', 'q.currency', 'q.deal_id', 'q.accepted_at'])
    .select(sql<number>`count(*) over ()`.as('all_found'))
    .where('q.owner_id', '=', actor.personId)
    .where('q.deleted_at', 'is', null)
    .where('q.status', '=', 'accepted')
    .where('q.accepted_at', '>=', since)
    .where(sql<boolean>`not exists (select 1 from sales_invoices i where i.quote_id = q.id and i.deleted_at is null and i.status <> 'cancelled')`);
  for (const condition of withinScope(dialect, quoteKind, scopeOf(run.records, actor, quoteKind, 'read'), 'q')) query = query.where(condition);
  const rows = await query.orderBy('q.accepted_at', 'desc').orderBy('q.id', 'desc').limit(most).execute();
  const items = rows.map((row) => ({
    id: row.id,
    number: row.number,
    total: row.total === null || row.currency === null ? null : { amount: row.total, currency: row.currency },
    dealId: row.deal_id,
    acceptedAt: row.accepted_at,
  }));
  return { items, total: Number(rows[0]?.all_found ?? 0) };
}

/** They are counted beside "My day", which names them. */
export const dueToInvoice = (run: SalesRun): DueSource => ({
  right: 'sales.quote.read',
  undated: true,
  find: async (actor) => ({ items: [], total: (await quotesToInvoice(run, actor)).total }),
});
