import { fillBin } from '../../server/core/db/fill-bin.js';
import type { Migration } from '../../server/core/db/migrate.js';

/** Columns by which it is found what points at a record; few rows have them filled. */
const pointers = [
  ['sales_quotes', 'company_id'],
  ['sales_quotes', 'contact_id'],
  ['sales_invoices', 'company_id'],
  ['sales_invoices', 'contact_id'],
  ['sales_shipments', 'invoice_id'],
] as const;

export const bin: Migration = {
  name: '0002-bin',
  async up(m) {
    for (const [table, column] of pointers)
      await m.createIndex(`${table}_by_${column}`, table, [column, 'id'], { where: `deleted_at is null and ${column} is not null` });
    await fillBin(m, [
      { table: 'sales_products', type: 'sales.product', title: 'name', owner: false },
      ...['quote', 'invoice', 'shipment'].map((name) => ({ table: `sales_${name}s`, type: `sales.${name}`, title: 'number', owner: true })),
      { table: 'sales_payments', type: 'sales.payment', title: 'method', owner: true },
    ]);
  },
};
