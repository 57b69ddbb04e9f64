import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { Invoice } from '../../../contracts/sales/records.js';
import { systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import type { JobHandler } from '../../../core/jobs/jobs.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { noteOnDeal, tellOwner } from '../documents/tell.js';
import { invoiceKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

const job = 'sales.invoice-overdue';
/** Hour of the company's day at which people are reminded. */
const hour = 9;
const daysBetween = 7;

type Remindable = Pick<Invoice, 'id' | 'dueOn' | 'status'>;

const isOpen = (invoice: Remindable) => invoice.dueOn !== null && (invoice.status === 'unpaid' || invoice.status === 'partly-paid');

/** The next time at or after `day` at the hour of reminders that is still to come. */
function nextReminder(run: SalesRun, day: string): string {
  const { timeZone } = run.settings.company();
  const now = run.now();
  const wished = instantAt(day, hour, timeZone);
  if (wished > now) return wished;
  const today = dayIn(timeZone, now);
  const at = instantAt(today, hour, timeZone);
  return at > now ? at : instantAt(plusDays(today, 1), hour, timeZone);
}

/**
 * Plans, moves or cancels the reminder of an invoice: the morning after its last day. To be called in every transaction that
 * changes what is open or when it is due.
 */
export async function planReminder(run: SalesRun, tx: Tx, invoice: Remindable): Promise<void> {
  const key = String(invoice.id);
  if (!isOpen(invoice)) return run.jobs.cancel(tx, job, key);
  await run.jobs.schedule(tx, job, key, nextReminder(run, plusDays(invoice.dueOn as string, 1)), { invoiceId: invoice.id });
}

export const cancelReminder = (run: SalesRun, tx: Tx, invoiceId: number): Promise<void> => run.jobs.cancel(tx, job, String(invoiceId));

/** Reminds the owner of an invoice that is still open, and again every week until it is paid. */
export const overdueHandler =
  (run: SalesRun): JobHandler =>
  async (payload) => {
    const { invoiceId } = payload as { invoiceId: number };
    return async (tx) => {
      const row = await readRow(run.records, tx.q, invoiceKind, invoiceId, { lock: true });
      if (!row) return;
      const invoice = fromRow(invoiceKind, row) as unknown as Invoice;
      const { language, timeZone } = run.settings.company();
      const today = dayIn(timeZone, run.now());
      if (!isOpen(invoice) || (invoice.dueOn as string) >= today) return;
      const portal = systemActor(language, timeZone);
      await tellOwner(run, tx, portal, invoice, {
        code: 'sales.invoice.overdue',
        params: { due: invoice.dueOn, amount: invoice.due },
        record: { type: invoiceKind.type, id: invoice.id },
      });
      await noteOnDeal(run, tx, portal, invoice.dealId, {
        kind: 'sales.invoice.overdue',
        data: { id: invoice.id, number: invoice.number, due: invoice.due, dueOn: invoice.dueOn },
      });
      await run.jobs.schedule(tx, job, String(invoice.id), instantAt(plusDays(today, daysBetween), hour, timeZone), { invoiceId });
    };
  };
