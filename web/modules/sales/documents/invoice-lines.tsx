import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../ui/cells.js';
import { Link } from '../../../ui/link.js';
import s from '../../../ui/record/tab-parts.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import type { InvoiceLine } from '../kinds.js';
import { DueOn, Status } from '../records/cells.js';

/**
 * Invoices in the tab of a record.
 * @param end what stands behind the total of each, such as a button.
 */
export function InvoiceLines({ invoices, end }: { invoices: readonly InvoiceLine[]; end?: (invoice: InvoiceLine) => ReactNode }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  return (
    <ul className={s.lines}>
      {invoices.map((invoice) => (
        <li key={invoice.id} className={s.line}>
          <Link to={`/sales/invoices/${invoice.id}`}>{invoice.number}</Link>
          <Status of={invoice} />
          <span className={s.grow}>
            <DueOn of={invoice} />
            {invoice.status === 'partly-paid' && invoice.due && ` · ${t('invoice.open', { due: f.money(invoice.due) })}`}
          </span>
          <Amount value={invoice.total} strong />
          {end?.(invoice)}
        </li>
      ))}
    </ul>
  );
}
