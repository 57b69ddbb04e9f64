import type { EventToken } from '../../core/events/events.js';

/** The client agreed to a quote, on its page or through a person of the company. */
export interface QuoteAccepted {
  quoteId: number;
  dealId: number;
}
export const quoteAccepted: EventToken<QuoteAccepted> = {
  name: 'sales.quote.accepted',
  record: ({ quoteId }) => ({ type: 'sales.quote', id: quoteId }),
};

/** Nothing is open any more on an invoice. */
export interface InvoicePaid {
  invoiceId: number;
  dealId: number;
}
export const invoicePaid: EventToken<InvoicePaid> = {
  name: 'sales.invoice.paid',
  record: ({ invoiceId }) => ({ type: 'sales.invoice', id: invoiceId }),
};
