import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, paymentEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Payment } from '../../../../server/contracts/sales/records.js';
import { useLive } from '../../../core/live.js';
import { useGo } from '../../../core/navigation.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { InvoiceLines } from '../documents/invoice-lines.js';
import { useMakeInvoice } from '../invoices/use-make-invoice.js';
import type { InvoiceLine, QuoteLine } from '../kinds.js';
import { PaymentDialog } from '../payments/payment-dialog.js';
import { PaymentLines } from '../payments/payment-lines.js';
import { isOpen } from '../records/cells.js';

/** An invoice of a quote that was not declined, the accepted ones first; or of the deal's own rows. */
function NewInvoice({ dealId }: { dealId: number }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const go = useGo();
  const { busy, makeInvoice } = useMakeInvoice();
  const quotes = useRecordList<QuoteLine>('sales.quote', quoteEndpoints.list, { dealId, sort: '-createdAt' }, useMay()('sales.quote.read'));
  const usable = quotes.items.filter((quote) => quote.status !== 'declined').sort((a, b) => Number(b.status === 'accepted') - Number(a.status === 'accepted'));
  const fromDeal = () => go(`/sales/invoices/new/${dealId}`);
  const entries: Entry[] = [
    ...usable.map((quote) => ({
      id: `quote-${quote.id}`,
      label: t('deal.invoiceOfQuote', { number: quote.number, total: quote.total ? f.money(quote.total) : '' }),
      icon: 'doc' as const,
      onSelect: () => makeInvoice(quote.id),
    })),
    { id: 'deal', label: t('deal.invoiceOfRows'), icon: 'list', onSelect: fromDeal },
  ];
  if (usable.length === 0)
    return (
      <Button icon="plus" onClick={fromDeal}>
        {t('invoice.new')}
      </Button>
    );
  return (
    <ActionMenu
      label={t('invoice.new')}
      entries={entries}
      target={
        <Button icon="plus" iconAfter="down" busy={busy}>
          {t('invoice.new')}
        </Button>
      }
    />
  );
}

/** The invoices of a deal and what was paid on them. */
export default function InvoicesTab({ recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('sales');
  const may = useMay();
  useLive('sales.invoice', 'sales.payment');
  const list = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, { dealId: recordId, sort: '-createdAt' });
  const payments = useRecordList<Payment>('sales.payment', paymentEndpoints.list, { dealId: recordId, sort: '-day' }, may('sales.payment.read'));
  const [paying, setPaying] = useState<InvoiceLine | null>(null);
  if (isMissing(list)) return <Missing error={list.error} back="/crm/deals" onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={3} label={t('loading')} />;
  return (
    <div className={s.tab}>
      <section className={s.section}>
        <div className={s.head}>
          <h2>{t('invoice.plural')}</h2>
          {may('sales.invoice.create') && <NewInvoice dealId={recordId} />}
        </div>
        {list.items.length === 0 ? (
          <p className={s.none}>{t('deal.noInvoices')}</p>
        ) : (
          <InvoiceLines
            invoices={list.items}
            end={(invoice) =>
              isOpen(invoice) &&
              may('sales.payment.create') && (
                <Button small icon="money" onClick={() => setPaying(invoice)}>
                  {t('pay.action')}
                </Button>
              )
            }
          />
        )}
      </section>
      {payments.items.length > 0 && (
        <section className={s.section}>
          <div className={s.head}>
            <h2>{t('payment.plural')}</h2>
          </div>
          <PaymentLines payments={payments.items} withInvoice />
        </section>
      )}
      {paying && <PaymentDialog invoice={paying} onClose={() => setPaying(null)} />}
    </div>
  );
}
