import { plusDays } from '../../../contracts/core/calendar-day.js';
import { Deals } from '../../../contracts/crm/ports.js';
import type { DraftInvoice } from '../../../contracts/sales/endpoints.js';
import type { Invoice } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { conflict, invalidField } from '../../../core/http/problem.js';
import { create, rowForAction } from '../../../core/records/change.js';
import { documentOf } from '../documents/document.js';
import { clientOf, ownerFrom } from '../documents/origin.js';
import { invoiceKind, quoteKind } from '../kinds.js';
import { takeNumber } from '../numbering/numbers.js';
import { type PreparedRows, prepareRows } from '../rows/prepare.js';
import { insertRows, readRows, storedRows } from '../rows/store.js';
import { demandCreate, namedIn, onBehalfOf, type SalesRun } from '../run.js';
import { planReminder } from './reminders.js';
import { stateOf } from './state.js';

/** Days until payment where nothing else was said. */
const usualDays = 14;

interface Basis {
  quoteId: number | null;
  dealId: number;
  companyId: number | null;
  contactId: number | null;
  ownerId: number | null;
  terms: string | null;
  prepared: PreparedRows;
}

/** The rows and totals of the quote as they stand, to the cent. */
async function fromQuote(run: SalesRun, tx: Tx, actor: Actor, quoteId: number): Promise<Basis> {
  const row = await namedIn('quoteId', () => rowForAction(run.records, tx, actor, quoteKind, quoteId, 'read'));
  const quote = await documentOf(tx.q, 'quote', row);
  if (quote.status === 'declined') throw conflict('document-closed');
  const { net, tax, total, dealId, terms } = quote;
  // Its deal may be gone for good.
  if (dealId === null) throw invalidField('quoteId', 'unknown-record');
  if (!net || !tax || !total) throw new Error(`Quote ${quoteId} has no totals`);
  const deal = await namedIn('quoteId', () => run.use(Deals).lock(tx, onBehalfOf(actor), dealId, 'read'));
  const rows = (await storedRows(tx.q, { type: 'quote', id: quoteId })).map(({ id: _, ...one }) => one);
  return { quoteId, dealId, terms, ...(await clientOf(run, tx, quote)), ownerId: await ownerFrom(tx, deal, actor), prepared: { rows, net, tax, total } };
}

async function fromDeal(run: SalesRun, tx: Tx, actor: Actor, dealId: number, rows: DraftInvoice['rows']): Promise<Basis> {
  const deal = await namedIn('dealId', () => run.use(Deals).lock(tx, actor, dealId, 'change'));
  const drafts = rows ?? (await readRows(tx.q, { type: 'deal', id: dealId }));
  return {
    quoteId: null,
    dealId,
    terms: null,
    ...(await clientOf(run, tx, deal)),
    ownerId: await ownerFrom(tx, deal, actor),
    prepared: await prepareRows(tx.q, drafts),
  };
}

/**
 * Makes an invoice of a quote (its rows, client and terms), or of a deal (the rows given, else the deal's product rows).
 * @throws Refusal 422 for what it is made of; 409 when the quote was declined.
 */
export function createInvoice(run: SalesRun, actor: Actor, draft: DraftInvoice): Promise<Invoice> {
  return run.db.write(async (tx) => {
    if ((draft.quoteId === undefined) === (draft.dealId === undefined)) throw invalidField(draft.quoteId === undefined ? 'dealId' : 'quoteId', 'one-of-both');
    if (draft.quoteId !== undefined && draft.rows) throw invalidField('rows', 'only-with-deal');
    const { prepared, ...basis } =
      draft.quoteId !== undefined ? await fromQuote(run, tx, actor, draft.quoteId) : await fromDeal(run, tx, actor, draft.dealId as number, draft.rows);
    demandCreate(run, actor, invoiceKind, basis.ownerId);
    const { net, tax, total } = prepared;
    const usual = plusDays(dayIn(run.settings.company().timeZone, run.now()), usualDays);
    const invoice = await create(run.records, tx, onBehalfOf(actor), invoiceKind, {
      ...basis,
      number: await takeNumber(run, tx, 'invoice'),
      dueOn: draft.dueOn === undefined ? usual : draft.dueOn,
      terms: draft.terms === undefined ? basis.terms : draft.terms,
      net,
      tax,
      total,
      ...stateOf(total, 0),
    });
    await insertRows(tx, { type: 'invoice', id: invoice.id }, prepared.rows);
    await planReminder(run, tx, invoice);
    await run
      .use(Deals)
      .note(tx, actor, basis.dealId, { kind: 'sales.invoice.created', data: { id: invoice.id, number: invoice.number, total, dueOn: invoice.dueOn } });
    return { ...invoice, rows: await readRows(tx.q, { type: 'invoice', id: invoice.id }) };
  });
}
