import { useTranslation } from 'react-i18next';
import type { Money } from '../../../../server/contracts/core/fields.js';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { useLive } from '../../../core/live.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useRecordTotals } from '../../../core/records/use-totals.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { Sums } from '../../../ui/record/sums.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { InvoiceLines } from '../documents/invoice-lines.js';
import { QuoteLines } from '../documents/quote-lines.js';
import type { InvoiceLine, QuoteLine } from '../kinds.js';

/** What is still to be paid, by currency. */
function dueOf(invoices: readonly InvoiceLine[]): Money[] {
  const byCurrency = new Map<string, number>();
  for (const { due } of invoices) if (due) byCurrency.set(due.currency, (byCurrency.get(due.currency) ?? 0) + due.amount);
  return [...byCurrency].map(([currency, amount]) => ({ currency, amount }));
}

function More({ of }: { of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown } }) {
  const { t } = useTranslation('sales');
  if (!of.hasNextPage) return null;
  return (
    <div className={s.buttons}>
      <Button busy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {t('client.more')}
      </Button>
    </div>
  );
}

/** The quotes and invoices that are made out to a company or a contact, the newest first. */
export default function DocumentsTab({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('sales');
  const may = useMay();
  useLive('sales.quote', 'sales.invoice');
  const filter = recordType === 'crm.company' ? { companyId: recordId } : { contactId: recordId };
  const newest = { ...filter, sort: '-createdAt' };
  const [mayQuotes, mayInvoices] = [may('sales.quote.read'), may('sales.invoice.read')];
  const quotes = useRecordList<QuoteLine>('sales.quote', quoteEndpoints.list, newest, mayQuotes);
  const invoices = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, newest, mayInvoices);
  const waiting = useRecordTotals('sales.quote', quoteEndpoints.list, { ...filter, status: 'sent' });
  const accepted = useRecordTotals('sales.quote', quoteEndpoints.list, { ...filter, status: 'accepted' });
  const unpaid = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, { ...filter, 'status.in': 'unpaid,partly-paid' }, mayInvoices);
  if ((mayQuotes && quotes.isPending) || (mayInvoices && invoices.isPending)) return <SkeletonRows rows={3} label={t('loading')} />;
  if (quotes.items.length + invoices.items.length === 0)
    return (
      <div className={s.tab}>
        <p className={s.none}>{t('client.none')}</p>
      </div>
    );
  return (
    <div className={s.tab}>
      <Sums
        of={[
          { label: t('client.waiting'), amounts: waiting?.sums },
          { label: t('client.accepted'), amounts: accepted?.sums },
          // What is due is no sum of the list: it can be told only where all of them are here.
          { label: t('client.due'), amounts: unpaid.hasNextPage ? undefined : dueOf(unpaid.items) },
        ]}
      />
      {quotes.items.length > 0 && (
        <section className={s.section}>
          <div className={s.head}>
            <h2>{t('quote.plural')}</h2>
          </div>
          <QuoteLines quotes={quotes.items} />
          <More of={quotes} />
        </section>
      )}
      {invoices.items.length > 0 && (
        <section className={s.section}>
          <div className={s.head}>
            <h2>{t('invoice.plural')}</h2>
          </div>
          <InvoiceLines invoices={invoices.items} />
          <More of={invoices} />
        </section>
      )}
    </div>
  );
}
