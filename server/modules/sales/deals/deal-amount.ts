import type { Money } from '../../../contracts/core/fields.js';
import { Deals } from '../../../contracts/crm/ports.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { findDeal } from '../documents/tell.js';
import { onBehalfOf, type SalesRun } from '../run.js';

interface Source {
  amount: Money;
  /** Number of the quote; null for the deal's own product rows. */
  number: string | null;
  because: 'accepted' | 'quote' | 'rows';
}

async function sourceOf(tx: Tx, dealId: number): Promise<Source | undefined> {
  const quotes = tx.q
    .selectFrom('sales_quotes')
    .select(['number', 'status', 'total', 'currency'])
    .where('deal_id', '=', dealId)
    .where('deleted_at', 'is', null);
  const accepted = await quotes.where('status', '=', 'accepted').orderBy('accepted_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const quote = accepted ?? (await quotes.where('status', 'in', ['draft', 'sent']).orderBy('id', 'desc').limit(1).executeTakeFirst());
  if (quote)
    return { amount: { amount: quote.total as number, currency: quote.currency as string }, number: quote.number, because: accepted ? 'accepted' : 'quote' };
  const rows = await tx.q
    .selectFrom('sales_rows')
    .select(({ fn }) => ['currency', fn.sum<number>('net').as('net'), fn.sum<number>('tax').as('tax')])
    .where('document_type', '=', 'deal')
    .where('document_id', '=', dealId)
    .groupBy('currency')
    .executeTakeFirst();
  return rows && { amount: { amount: Number(rows.net) + Number(rows.tax), currency: rows.currency }, number: null, because: 'rows' };
}

/**
 * Keeps the deal's amount in step with its documents: the total of the quote that was accepted last; while none is, of the newest
 * quote that is still open; without either, of the deal's own product rows. An amount typed by hand stays while there is none of
 * these. To be called in the transaction that changes them.
 */
export async function followDocuments(run: SalesRun, tx: Tx, actor: Actor, dealId: number | null): Promise<void> {
  const portal = onBehalfOf(actor);
  if (dealId === null || !(await findDeal(run, tx, dealId))) return;
  const deals = run.use(Deals);
  // Locked before the quotes are looked at, so that of two changes the later sees the earlier.
  const deal = await deals.lock(tx, portal, dealId, 'change');
  const source = await sourceOf(tx, dealId);
  if (!source || (deal.amount?.amount === source.amount.amount && deal.amount.currency === source.amount.currency)) return;
  await deals.setAmount(tx, portal, dealId, source.amount);
  await deals.note(tx, actor, dealId, {
    kind: 'sales.deal.amount',
    data: { from: deal.amount, to: source.amount, number: source.number, because: source.because },
  });
}
