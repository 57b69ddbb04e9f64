import type { Invoice } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { conflict } from '../../../core/http/problem.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { documentOf } from '../documents/document.js';
import { demandUnused } from '../documents/in-use.js';
import { noteOnDeal } from '../documents/tell.js';
import { invoiceKind } from '../kinds.js';
import type { SalesRun } from '../run.js';
import { planReminder } from './reminders.js';
import { stateOf } from './state.js';

/**
 * Cancels an invoice: it stays with its number, counts in no sum and is not reminded of. Doing it again changes nothing.
 * @throws Refusal 409 `invoice-paid-on` while money stands on it, `document-in-use` when something was shipped on its rows.
 */
export function cancelInvoice(run: SalesRun, actor: Actor, id: number, reason: string): Promise<Invoice> {
  return run.db.write(async (tx) => {
    const row = await rowForAction(run.records, tx, actor, invoiceKind, id, 'change');
    const before = await documentOf(tx.q, 'invoice', row);
    if (before.status === 'cancelled') return before;
    if ((before.paid?.amount ?? 0) > 0) throw conflict('invoice-paid-on');
    await demandUnused(tx.q, 'invoice', id);
    const nothing = { amount: 0, currency: before.total?.currency ?? run.settings.company().currency };
    const after = await update(run.records, tx, actor, invoiceKind, row, {
      status: 'cancelled',
      cancelledAt: run.now(),
      cancelReason: reason,
      due: nothing,
      billed: nothing,
    });
    await planReminder(run, tx, after);
    await noteOnDeal(run, tx, actor, before.dealId, { kind: 'sales.invoice.cancelled', data: { id, number: before.number, total: before.total, reason } });
    return { ...after, rows: before.rows };
  });
}

/** Takes a cancellation back: the invoice is to be paid again. Doing it again changes nothing. */
export function reopenInvoice(run: SalesRun, actor: Actor, id: number): Promise<Invoice> {
  return run.db.write(async (tx) => {
    const row = await rowForAction(run.records, tx, actor, invoiceKind, id, 'change');
    const before = await documentOf(tx.q, 'invoice', row);
    if (before.status !== 'cancelled' || !before.total) return before;
    const after = await update(run.records, tx, actor, invoiceKind, row, { ...stateOf(before.total, 0), cancelledAt: null, cancelReason: null });
    await planReminder(run, tx, after);
    await noteOnDeal(run, tx, actor, before.dealId, { kind: 'sales.invoice.reopened', data: { id, number: before.number, total: before.total } });
    return { ...after, rows: before.rows };
  });
}
