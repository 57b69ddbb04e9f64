import type { Invoice } from '../../../contracts/sales/records.js';
import { dayIn } from '../../../core/db/days.js';
import { formats } from '../../../core/i18n/format.js';
import { texts } from '../../../core/i18n/texts.js';
import type { DueSource } from '../../../core/notify/due.js';
import { placeOf } from '../../../core/notify/notify.js';
import { list } from '../../../core/records/list.js';
import { invoiceKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

/** The invoices of a person whose last day is over, as their own list shows them. */
export const overdueInvoices = (run: SalesRun): DueSource => ({
  right: 'sales.invoice.read',
  async find(actor, _until, most) {
    const today = dayIn(run.settings.company().timeZone, run.now());
    const query = { ownerId: String(actor.personId), 'dueOn.lt': today, 'status.in': 'unpaid,partly-paid', sort: 'dueOn', limit: String(most), total: 'true' };
    const { items, total = 0 } = await list<Invoice>(run.records, actor, invoiceKind, query);
    const [t, f] = [texts(actor.language), formats(actor.language, actor.timeZone, actor.country)];
    return {
      items: items.map(({ id, number, due, dueOn }) => ({
        title: t('sales:due.invoice', { number, amount: due ? f.money(due) : '' }),
        due: dueOn as string,
        url: placeOf(run.records.kinds, invoiceKind.type, id),
      })),
      total,
    };
  },
});
