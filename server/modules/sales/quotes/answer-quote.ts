import { quoteAccepted } from '../../../contracts/sales/events.js';
import type { Declined, Quote } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { conflict } from '../../../core/http/problem.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { fromRow, type Row } from '../../../core/records/kind.js';
import { followDocuments } from '../deals/deal-amount.js';
import { readDocument } from '../documents/document.js';
import { changeWith, keepPaper } from '../documents/paper.js';
import { noteOnDeal, tellOwner } from '../documents/tell.js';
import { quoteKind } from '../kinds.js';
import { readRows } from '../rows/store.js';
import { onBehalfOf, type SalesRun } from '../run.js';
import { asAccepted } from './as-accepted.js';
import { isExpired } from './expired.js';

/** Who answers a quote: the client on its page, or a person of the company who heard the answer. */
interface Answerer {
  actor: Actor;
  name: string;
  /** The client's IP address, kept with the answer; null for a person of the company. */
  address: string | null;
}

interface Kept {
  answer: 'accepted' | 'declined';
  reason: string | null;
  paper_id: number | null;
  parties: string | null;
}

async function keep(run: SalesRun, tx: Tx, who: Answerer, quote: Quote, kept: Kept): Promise<void> {
  const { answer, reason } = kept;
  await tx.q
    .insertInto('sales_quote_answers')
    .values({ quote_id: quote.id, at: run.now(), name: who.name, address: who.address, person_id: who.actor.personId, ...kept })
    .execute();
  const data = { id: quote.id, number: quote.number, total: quote.total, name: who.name, byClient: who.address !== null, ...(reason ? { reason } : {}) };
  await noteOnDeal(run, tx, who.actor, quote.dealId, { kind: `sales.quote.${answer}`, data });
  await followDocuments(run, tx, who.actor, quote.dealId);
  await tellOwner(run, tx, who.actor, quote, {
    code: `sales.quote.${answer}`,
    params: { actor: who.name, amount: quote.total, ...(reason ? { reason, context: 'reason' } : {}) },
    record: { type: quoteKind.type, id: quote.id },
  });
}

/** The no that stands last, of a quote that was declined. */
async function declinedOf(q: Queries, quote: Quote): Promise<Declined | null> {
  if (quote.status !== 'declined') return null;
  const answers = q.selectFrom('sales_quote_answers').select(['at', 'name as by', 'reason']).where('quote_id', '=', quote.id).where('answer', '=', 'declined');
  return (await answers.orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** A quote with how it was declined. @throws Refusal 404 outside the actor's read scope. */
export async function readQuote(run: SalesRun, actor: Actor, id: number): Promise<Quote> {
  const quote = await readDocument(run, actor, 'quote', id);
  const declined = await declinedOf(run.db.read, quote);
  return { ...quote, ...(declined ? { declined } : {}) };
}

const whole = async (tx: Tx, quote: object, id: number): Promise<Quote> => ({ ...quote, rows: await readRows(tx.q, { type: 'quote', id }) }) as Quote;

/**
 * Notes that the client agreed, and keeps the paper as it was accepted. Doing it again changes nothing.
 * @throws Refusal 409 `quote-expired` after its last day, `document-closed` when it was declined.
 */
export function acceptQuote(run: SalesRun, id: number, who: Answerer): Promise<Quote> {
  const make = (quote: Quote) => asAccepted(run, quote);
  return changeWith(run, who.actor, 'quote', id, make, async (tx, row, before, { paper, parties }) => {
    if (before.status === 'accepted') return before;
    if (before.status === 'declined') throw conflict('document-closed');
    if (isExpired(run, before)) throw conflict('quote-expired');
    const after = await update(run.records, tx, onBehalfOf(who.actor), quoteKind, row, {
      status: 'accepted',
      acceptedAt: run.now(),
      acceptedBy: who.name.slice(0, 250),
    });
    const quote: Quote = { ...after, rows: before.rows };
    const file = paper && (await keepPaper(run, tx, who.actor, 'quote', quote, paper, 'accepted'));
    await keep(run, tx, who, quote, { answer: 'accepted', reason: null, paper_id: file?.id ?? null, parties: parties && JSON.stringify(parties) });
    await run.events.emit(tx, quoteAccepted, { quoteId: id, dealId: quote.dealId as number });
    return quote;
  });
}

/** Notes that the client said no. Doing it again changes nothing. @throws Refusal 409 `document-closed` when it was accepted. */
export function declineQuote(run: SalesRun, id: number, who: Answerer, reason: string | null): Promise<Quote> {
  return run.db.write(async (tx) => {
    const row: Row = await rowForAction(run.records, tx, who.actor, quoteKind, id, 'change');
    const before = fromRow(quoteKind, row) as unknown as Quote;
    if (before.status === 'declined') return whole(tx, before, id);
    if (before.status === 'accepted') throw conflict('document-closed');
    const quote = await whole(tx, await update(run.records, tx, onBehalfOf(who.actor), quoteKind, row, { status: 'declined' }), id);
    await keep(run, tx, who, quote, { answer: 'declined', reason, paper_id: null, parties: null });
    return quote;
  });
}
