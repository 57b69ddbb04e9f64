import { useRef, useState } from 'react';
import { invoiceEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useWork } from '../records/use-work.js';

/** Makes an invoice of a quote and opens it. While one is under way, such as after a double click, another is not begun. */
export function useMakeInvoice(): { busy: boolean; makeInvoice(quoteId: number): void } {
  const go = useGo();
  const work = useWork();
  const [busy, setBusy] = useState(false);
  // At once, where the state would only tell after the next picture.
  const begun = useRef(false);
  return {
    busy,
    makeInvoice(quoteId) {
      if (begun.current) return;
      begun.current = true;
      setBusy(true);
      void work(async () => {
        const invoice = await call(invoiceEndpoints.create, { body: { quoteId } });
        go(`/sales/invoices/${invoice.id}`);
      }).finally(() => {
        begun.current = false;
        setBusy(false);
      });
    },
  };
}
