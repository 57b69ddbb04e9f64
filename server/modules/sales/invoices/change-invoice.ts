import type { PatchOf } from '../../../contracts/core/fields.js';
import type { DraftRow, Invoice, invoice } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { remove, restore, rowForAction, update } from '../../../core/records/change.js';
import { changeRows } from '../documents/change-rows.js';
import { demandOpen } from '../documents/closed.js';
import { documentOf } from '../documents/document.js';
import { demandUnused } from '../documents/in-use.js';
import { catchUpWithMail } from '../documents/mail-news.js';
import { invoiceKind } from '../kinds.js';
import { readRows } from '../rows/store.js';
import type { SalesRun } from '../run.js';
import { cancelReminder, planReminder } from './reminders.js';
import { stateOf } from './state.js';

type InvoicePatch = PatchOf<typeof invoice> & { rows?: DraftRow[] };

/** Changes an invoice that is not paid yet; its rows only while nothing was paid or shipped on them. @throws Refusal 409. */
export function changeInvoice(run: SalesRun, actor: Actor, id: number, patch: InvoicePatch): Promise<Invoice> {
  return run.db.write(async (tx) => {
    let row = await rowForAction(run.records, tx, actor, invoiceKind, id, 'change');
    const before = await documentOf(tx.q, 'invoice', row);
    demandOpen(before, patch, before.status === 'paid' || before.status === 'cancelled');
    const { rows, version: _, ...values } = patch;
    const changed = rows && (await changeRows(run, tx, actor, 'invoice', row, rows));
    if (changed) row = changed.row;
    const totals = changed
      ? { net: changed.totals.net, tax: changed.totals.tax, total: changed.totals.total, ...stateOf(changed.totals.total, before.paid?.amount ?? 0) }
      : {};
    const after = await update(run.records, tx, actor, invoiceKind, row, { ...values, ...totals });
    if (after.dueOn !== before.dueOn || after.status !== before.status) await planReminder(run, tx, after);
    return { ...after, rows: await readRows(tx.q, { type: 'invoice', id }) };
  });
}

/** Puts an invoice into the bin, unless something was paid or shipped on it. @throws Refusal 409. */
export async function removeInvoice(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Invoice> {
  const before = await documentOf(tx.q, 'invoice', await rowForAction(run.records, tx, actor, invoiceKind, id, 'delete'));
  await demandUnused(tx.q, 'invoice', id);
  await remove(run.records, tx, actor, invoiceKind, id);
  await cancelReminder(run, tx, id);
  return before;
}

export async function restoreInvoice(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Invoice> {
  const invoice = await restore(run.records, tx, actor, invoiceKind, id);
  await planReminder(run, tx, invoice);
  return { ...invoice, ...(await catchUpWithMail(run, tx, 'invoice', id)), rows: await readRows(tx.q, { type: 'invoice', id }) };
}
