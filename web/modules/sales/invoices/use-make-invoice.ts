import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { confirm } from '../../../ui/feedback.js';
import { useWork } from '../records/use-work.js';

/** Makes an invoice of a quote and opens it. While one is under way, such as after a double click, another is not begun. */
export function useMakeInvoice(): { busy: boolean; makeInvoice(quoteId: number): void } {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  const work = useWork();
  const [busy, setBusy] = useState(false);
  /** Asks where one stands already that is not cancelled, as far as the person may see it. */
  const mayBeAnother = async (quoteId: number): Promise<boolean> => {
    if (!may('sales.invoice.read')) return true;
    const { items } = await call(invoiceEndpoints.list, { query: { quoteId, 'status.ne': 'cancelled', limit: 5 } });
    if (items.length === 0) return true;
    const numbers = items.map(({ number, id }) => number ?? id).join(', ');
    return confirm({
      title: t('quote.invoiced', { count: items.length }),
      text: t('quote.invoicedText', { count: items.length, numbers }),
      action: t('quote.makeAnother'),
    });
  };
  // At once, where the state would only tell after the next picture.
  const begun = useRef(false);
  return {
    busy,
    makeInvoice(quoteId) {
      if (begun.current) return;
      begun.current = true;
      setBusy(true);
      void work(async () => {
        if (!(await mayBeAnother(quoteId))) return;
        const invoice = await call(invoiceEndpoints.create, { body: { quoteId } });
        go(`/sales/invoices/${invoice.id}`);
      }).finally(() => {
        begun.current = false;
        setBusy(false);
      });
    },
  };
}
