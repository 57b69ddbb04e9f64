import type { Invoice, Payment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { notFound } from '../../../core/http/problem.js';
import { readRow, remove, update } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { noteOnDeal } from '../documents/tell.js';
import { planReminder } from '../invoices/reminders.js';
import { stateOf } from '../invoices/state.js';
import { invoiceKind, paymentKind } from '../kinds.js';
import { admitTakingBack, type TakingBack } from '../own-slip.js';
import { onBehalfOf, type SalesRun } from '../run.js';

/**
 * Takes back a payment that was noted wrongly: its invoice is open again by that much.
 * @param by see {@link TakingBack}.
 * @throws as {@link admitTakingBack}.
 */
export async function removePayment(run: SalesRun, tx: Tx, actor: Actor, id: number, by: TakingBack = {}): Promise<Payment> {
  const { row: found, as } = admitTakingBack(run, actor, paymentKind, await readRow(run.records, tx.q, paymentKind, id), by);
  // The invoice before the payment, as when one is added: two in the other order would wait for each other.
  const row = await readRow(run.records, tx.q, invoiceKind, found.invoice_id as number, { lock: true });
  if (!row) throw notFound();
  const payment = await remove(run.records, tx, actor, paymentKind, id, { as });
  const invoice = fromRow(invoiceKind, row) as unknown as Invoice;
  const { total, paid } = invoice;
  if (!total || !paid) throw new Error(`Invoice ${invoice.id} has no totals`);
  const after = await update(run.records, tx, onBehalfOf(actor), invoiceKind, row, stateOf(total, paid.amount - payment.amount.amount));
  if (invoice.status === 'paid') await planReminder(run, tx, after);
  const data = { id, invoiceId: invoice.id, number: invoice.number, amount: payment.amount, due: after.due };
  await noteOnDeal(run, tx, actor, invoice.dealId, { kind: 'sales.payment.removed', data });
  return payment;
}
