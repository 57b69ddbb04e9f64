import type { Invoice, Payment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, notFound } from '../../../core/http/problem.js';
import { readRow, restore, update } from '../../../core/records/change.js';
import { admit } from '../../../core/records/context.js';
import { fromRow } from '../../../core/records/kind.js';
import { noteOnDeal } from '../documents/tell.js';
import { planReminder } from '../invoices/reminders.js';
import { stateOf } from '../invoices/state.js';
import { invoiceKind, paymentKind } from '../kinds.js';
import { onBehalfOf, type SalesRun } from '../run.js';

/** Counts a payment again that was taken back by mistake. @throws Refusal 409 where its invoice is gone or has less than that open. */
export async function restorePayment(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Payment> {
  const found = await readRow(run.records, tx.q, paymentKind, id, { deleted: true });
  if (!found) throw notFound();
  admit(run.records, actor, paymentKind, found, 'delete');
  // The invoice before the payment, as when one is added.
  const row = await readRow(run.records, tx.q, invoiceKind, found.invoice_id as number, { lock: true });
  const invoice = row && (fromRow(invoiceKind, row) as unknown as Invoice);
  if (!invoice?.total || !invoice.due || invoice.due.amount < (found.amount as number)) throw conflict('payment-does-not-fit');
  const payment = await restore(run.records, tx, actor, paymentKind, id);
  const paid = (invoice.paid?.amount ?? 0) + payment.amount.amount;
  const after = await update(run.records, tx, onBehalfOf(actor), invoiceKind, row as NonNullable<typeof row>, stateOf(invoice.total, paid));
  if (after.status === 'paid') await planReminder(run, tx, after);
  const data = { id, invoiceId: invoice.id, number: invoice.number, amount: payment.amount, due: after.due };
  await noteOnDeal(run, tx, actor, invoice.dealId, { kind: 'sales.payment.received', data });
  return payment;
}
