import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** When and why an invoice was cancelled, and what it adds to sums: its total, nothing once it is cancelled. */
export const cancelledInvoices: Migration = {
  name: '0005-cancelled-invoices',
  async up(m) {
    await m.addColumn('sales_invoices', 'cancelled_at', 'text?');
    await m.addColumn('sales_invoices', 'cancel_reason', 'text?');
    await m.addColumn('sales_invoices', 'billed', 'int?');
    await m.run(sql`update sales_invoices set billed = total`);
  },
};
