import { defineManifest } from '../../core/kernel/manifest.js';

const actions = ['read', 'create', 'change', 'delete', 'export'] as const;
const types = ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment'] as const;

export const manifest = defineManifest({
  id: 'sales',
  requires: ['crm'],
  cooperates: [],
  intent: 'sell',
  icon: 'document',
  permissions: [...types.flatMap((type) => actions.map((action) => `${type}.${action}`)), 'sales.product.import'],
  owns: {
    tables: [
      'sales_products',
      'sales_quotes',
      'sales_invoices',
      'sales_payments',
      'sales_shipments',
      'sales_rows',
      'sales_shipment_rows',
      'sales_links',
      'sales_quote_answers',
      'sales_numbering',
    ],
    personal: [{ table: 'sales_quote_answers', of: { type: 'sales.quote' }, idColumn: 'quote_id', erased: { name: '', address: null, reason: null } }],
    records: [...types],
  },
});
