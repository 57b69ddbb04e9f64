import { defineManifest } from '../../core/kernel/manifest.js';

const actions = ['read', 'create', 'change', 'delete', 'export'] as const;
const types = ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment'] as const;

/** How rows of documents name what they belong to. */
const documents = { typeColumn: 'document_type', types: { deal: 'crm.deal', quote: 'sales.quote', invoice: 'sales.invoice' } };

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
      'sales_typed_amounts',
      'sales_numbering',
    ],
    fileColumns: ['sales_quote_answers.paper_id'],
    parts: [
      { table: 'sales_rows', of: documents, idColumn: 'document_id', again: 'module' },
      { table: 'sales_links', of: documents, idColumn: 'document_id', again: 'nothing' },
      { table: 'sales_quote_answers', of: { type: 'sales.quote' }, idColumn: 'quote_id', again: 'nothing' },
      { table: 'sales_shipment_rows', of: { type: 'sales.shipment' }, idColumn: 'shipment_id', again: 'nothing' },
      { table: 'sales_typed_amounts', of: { type: 'crm.deal' }, idColumn: 'deal_id', again: 'nothing' },
    ],
    personal: [
      {
        table: 'sales_quote_answers',
        of: { type: 'sales.quote' },
        idColumn: 'quote_id',
        erased: { name: '', address: null, reason: null, paper_id: null, parties: null },
      },
      { table: 'sales_rows', of: documents, idColumn: 'document_id', erased: {}, scrubbed: ['name'] },
      { table: 'sales_shipment_rows', of: { type: 'sales.shipment' }, idColumn: 'shipment_id', erased: {}, scrubbed: ['name'] },
    ],
    records: [...types],
  },
});
