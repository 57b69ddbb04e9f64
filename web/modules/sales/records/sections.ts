import type { Section } from '../../../core/shell/section-nav.js';

/** The kinds of record of this module, in their order: where its sections lead, and what the rail asks for. */
export const sections: readonly [Section, ...Section[]] = [
  { path: '/sales/quotes', right: 'sales.quote.read', labelKey: 'sales:quote.plural' },
  { path: '/sales/invoices', right: 'sales.invoice.read', labelKey: 'sales:invoice.plural' },
  { path: '/sales/payments', right: 'sales.payment.read', labelKey: 'sales:payment.plural' },
  { path: '/sales/shipments', right: 'sales.shipment.read', labelKey: 'sales:shipment.plural' },
  { path: '/sales/products', right: 'sales.product.read', labelKey: 'sales:product.plural' },
];
