import type { Invoice, Payment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { forbidden, notFound } from '../../../core/http/problem.js';
import { readRow, remove, update } from '../../../core/records/change.js';
import { admit } from '../../../core/records/context.js';
import { fromRow, type Row } from '../../../core/records/kind.js';
import { noteOnDeal } from '../documents/tell.js';
import { planReminder } from '../invoices/reminders.js';
import { stateOf } from '../invoices/state.js';
import { invoiceKind, paymentKind } from '../kinds.js';
import { onBehalfOf, type SalesRun } from '../run.js';

/** Whoever noted it does so on that day: a slip is seen at once or by somebody who looks after the accounts. */
function isOwnSlip(run: SalesRun, actor: Actor, row: Row): boolean {
  const { timeZone } = run.settings.company();
  return row.created_by === actor.personId && dayIn(timeZone, row.created_at as string) === dayIn(timeZone, run.now());
}

/**
 * Takes back a payment that was noted wrongly: its invoice is open again by that much.
 * @param options.ownSlip the right to note payments is enough, for {@link isOwnSlip}.
 * @throws Refusal 403 where it is not one, naming the right that is missing.
 */
export async function removePayment(run: SalesRun, tx: Tx, actor: Actor, id: number, options: { ownSlip?: boolean } = {}): Promise<Payment> {
  const as = options.ownSlip ? 'create' : 'delete';
  const found = admit(run.records, actor, paymentKind, await readRow(run.records, tx.q, paymentKind, id), as);
  if (options.ownSlip && !isOwnSlip(run, actor, found)) throw forbidden('sales.payment.delete');
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
