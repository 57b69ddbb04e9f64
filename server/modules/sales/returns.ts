import type { Invoice } from '../../contracts/sales/records.js';
import type { Tx } from '../../core/db/database.js';
import { readRow, update } from '../../core/records/change.js';
import { fromRow, type Row } from '../../core/records/kind.js';
import type { Return } from '../../core/time-machine/returns.js';
import { rowsOfBefore } from './documents/rows-of-before.js';
import { cancelReminder, planReminder } from './invoices/reminders.js';
import { stateOf } from './invoices/state.js';
import { invoiceKind, paymentKind, quoteKind } from './kinds.js';
import { onBehalfOf, type SalesRun } from './run.js';

const invoiceOf = (row: Row) => fromRow(invoiceKind, row) as unknown as Invoice;

/** What is paid of an invoice is what its payments are together. */
async function refreshPaid(run: SalesRun, tx: Tx, actor: Parameters<typeof onBehalfOf>[0], invoiceId: number): Promise<void> {
  const row = await readRow(run.records, tx.q, invoiceKind, invoiceId, { lock: true });
  if (!row) return;
  const invoice = invoiceOf(row);
  if (!invoice.total || invoice.status === 'cancelled') return;
  const { paid } = await tx.q
    .selectFrom('sales_payments')
    .select(({ fn }) => fn.sum<number | null>('amount').as('paid'))
    .where('invoice_id', '=', invoiceId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  const after = await update(run.records, tx, onBehalfOf(actor), invoiceKind, row, stateOf(invoice.total, Number(paid ?? 0)), { quiet: true });
  await planReminder(run, tx, after);
}

/** What goes along when records come back out of a backup. */
export const returns = (run: SalesRun): Return[] => [
  { type: quoteKind.type, rows: rowsOfBefore(run, 'quote') },
  {
    type: invoiceKind.type,
    rows: rowsOfBefore(run, 'invoice'),
    async follow(tx, _actor, { before, after }) {
      if (after) await planReminder(run, tx, invoiceOf(after));
      else await cancelReminder(run, tx, before?.id as number);
    },
  },
  {
    type: paymentKind.type,
    follow: (tx, actor, { before, after }) => refreshPaid(run, tx, actor, (after ?? before)?.invoice_id as number),
  },
];
