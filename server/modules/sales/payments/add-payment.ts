import type { DraftPayment } from '../../../contracts/sales/endpoints.js';
import { invoicePaid } from '../../../contracts/sales/events.js';
import type { Invoice, Payment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { conflict, invalidField } from '../../../core/http/problem.js';
import { formats } from '../../../core/i18n/format.js';
import { create, rowForAction, update } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { ownerFrom } from '../documents/origin.js';
import { noteOnDeal, tellOwner } from '../documents/tell.js';
import { planReminder } from '../invoices/reminders.js';
import { stateOf } from '../invoices/state.js';
import { invoiceKind, paymentKind } from '../kinds.js';
import { demandCreate, onBehalfOf, type SalesRun } from '../run.js';

/** @throws Refusal 422 `amount`, saying what is open. */
function checkAmount(actor: Actor, invoice: Invoice, amount: DraftPayment['amount']): void {
  const { total, due } = invoice;
  if (!total || !due) throw new Error(`Invoice ${invoice.id} has no totals`);
  if (amount.currency !== total.currency) throw invalidField('amount.currency', 'mixed-currency', { currency: total.currency });
  if (amount.amount <= 0) throw invalidField('amount', 'not-positive');
  if (amount.amount > due.amount) throw invalidField('amount', 'more-than-due', { due: formats(actor.language, actor.timeZone, actor.country).money(due) });
}

/** @throws Refusal 422 `day` for one that has not come yet, neither for the company nor for whoever notes it. */
function checkDay(run: SalesRun, actor: Actor, { day }: Payment): void {
  const today = [run.settings.company().timeZone, actor.timeZone].map((zone) => dayIn(zone, run.now()));
  if (day !== null && today.every((one) => day > one)) throw invalidField('day', 'in-the-future');
}

/**
 * Notes money that came in, all that is open or a part. The invoice is locked first, so that payments at the same moment never
 * add up to more than its total.
 * @throws Refusal 404 for an invoice outside the actor's read scope, 422 for an amount that is not above zero and at most what is open, or a day
 * that has not come yet.
 */
export async function addPayment(run: SalesRun, tx: Tx, actor: Actor, invoiceId: number, draft: DraftPayment): Promise<Payment> {
  const row = await rowForAction(run.records, tx, actor, invoiceKind, invoiceId, 'read');
  const invoice = fromRow(invoiceKind, row) as unknown as Invoice;
  if (invoice.status === 'cancelled') throw conflict('document-closed');
  checkAmount(actor, invoice, draft.amount);
  const ownerId = await ownerFrom(tx, invoice, actor);
  demandCreate(run, actor, paymentKind, ownerId);
  const portal = onBehalfOf(actor);
  const payment = await create(run.records, tx, portal, paymentKind, {
    invoiceId,
    amount: draft.amount,
    day: draft.day ?? dayIn(run.settings.company().timeZone, run.now()),
    method: draft.method?.trim() || null,
    ownerId,
  });
  // After the kit has looked at it: a year that cannot be meant is said to be one.
  checkDay(run, actor, payment);
  // By itself, because the kit would refuse a deal that lies in the bin, and money that came in has to be noted all the same.
  await tx.q.updateTable('sales_payments').set({ deal_id: invoice.dealId }).where('id', '=', payment.id).execute();
  const total = invoice.total as NonNullable<Invoice['total']>;
  const after = await update(run.records, tx, portal, invoiceKind, row, stateOf(total, (invoice.paid?.amount ?? 0) + draft.amount.amount));
  // A part leaves the weekly rhythm as it is.
  if (after.status === 'paid') await planReminder(run, tx, after);
  const data = { id: payment.id, invoiceId, number: invoice.number, amount: draft.amount, due: after.due };
  await noteOnDeal(run, tx, actor, invoice.dealId, { kind: 'sales.payment.received', data });
  await tellOwner(run, tx, actor, invoice, {
    code: 'sales.payment.received',
    params: { actor: actor.name, amount: draft.amount },
    record: { type: invoiceKind.type, id: invoiceId },
  });
  if (after.status === 'paid') await run.events.emit(tx, invoicePaid, { invoiceId, dealId: invoice.dealId as number });
  return { ...payment, dealId: invoice.dealId };
}
