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

const isSame = (a: Money | null, b: Money | null): boolean => a?.amount === b?.amount && a?.currency === b?.currency;

/** What people typed in place of which the documents have given the amount `given`. */
interface Typed {
  amount: Money | null;
  given: Money;
}

async function typedOn(tx: Tx, dealId: number): Promise<Typed | undefined> {
  const row = await tx.q.selectFrom('sales_typed_amounts').selectAll().where('deal_id', '=', dealId).executeTakeFirst();
  return (
    row && {
      amount: row.amount === null || row.currency === null ? null : { amount: row.amount, currency: row.currency },
      given: { amount: row.given_amount, currency: row.given_currency },
    }
  );
}

async function keepTyped(tx: Tx, dealId: number, { amount, given }: Typed): Promise<void> {
  const values = { amount: amount?.amount ?? null, currency: amount?.currency ?? null, given_amount: given.amount, given_currency: given.currency };
  await tx.q
    .insertInto('sales_typed_amounts')
    .values({ deal_id: dealId, ...values })
    .onConflict((conflict) => conflict.column('deal_id').doUpdateSet(values))
    .execute();
}

/**
 * Keeps the deal's amount in step with its documents: the total of the quote that was accepted last; while none is, of the newest
 * quote that is still open; without either, of the deal's own product rows. While there is none of these it has the amount that people
 * typed, which comes back when the last of them goes. To be called in the transaction that changes them.
 */
export async function followDocuments(run: SalesRun, tx: Tx, actor: Actor, dealId: number | null): Promise<void> {
  const portal = onBehalfOf(actor);
  if (dealId === null || !(await findDeal(run, tx, dealId))) return;
  const deals = run.use(Deals);
  // Locked before the quotes are looked at, so that of two changes the later sees the earlier.
  const deal = await deals.lock(tx, portal, dealId, 'change');
  const source = await sourceOf(tx, dealId);
  const typed = await typedOn(tx, dealId);
  // What is not of the documents somebody has typed, also over theirs.
  const byHand = typed && isSame(deal.amount, typed.given) ? typed.amount : deal.amount;
  if (!source && typed) await tx.q.deleteFrom('sales_typed_amounts').where('deal_id', '=', dealId).execute();
  const amount = source ? source.amount : byHand;
  if (isSame(deal.amount, amount)) return;
  if (source) await keepTyped(tx, dealId, { amount: byHand, given: source.amount });
  await deals.setAmount(tx, portal, dealId, amount);
  await deals.note(tx, actor, dealId, {
    kind: 'sales.deal.amount',
    data: { from: deal.amount, to: amount, number: source?.number ?? null, because: source?.because ?? (amount ? 'typed' : 'none') },
  });
}
