import { useTranslation } from 'react-i18next';
import { invoiceEndpoints } from '../../../server/contracts/sales/endpoints.js';
import { useLive } from '../../core/live.js';
import type { DayItem } from '../../core/module.js';
import { useGo } from '../../core/navigation.js';
import { useRecordList } from '../../core/records/use-records.js';
import { useMay, useSession } from '../../core/session.js';
import { useFormat } from '../../ui/ui-context.js';
import { openStates, yesterdayOf } from './invoices/overdue.js';
import type { InvoiceLine } from './kinds.js';
import { useToday } from './records/cells.js';

/** Invoices of the person that are late. */
export function useOverdueOfMyDay(): { items: DayItem[]; loading: boolean; error?: Error | null } {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const go = useGo();
  const may = useMay();
  const me = useSession().person.id;
  const yesterday = yesterdayOf(useToday());
  useLive('sales.invoice');
  const list = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, {
    ownerId: me,
    'dueOn.lte': yesterday,
    'status.in': openStates,
    sort: 'dueOn',
  });
  return {
    loading: list.isPending,
    error: list.error,
    items: list.items.map((invoice) => ({
      id: `sales.invoice:${invoice.id}`,
      due: invoice.dueOn,
      icon: 'money',
      title: t('myDay.overdue', { number: invoice.number, due: invoice.due ? f.money(invoice.due) : '' }),
      about: t('myDay.dueOn', { day: f.dayFull(invoice.dueOn ?? yesterday) }),
      to: `/sales/invoices/${invoice.id}`,
      ...(may('sales.payment.create') ? { action: { label: t('pay.action'), onSelect: () => go(`/sales/invoices/${invoice.id}?pay=1`) } } : {}),
    })),
  };
}
