import type { Purge } from '../../core/bin/purge.js';
import type { Tx } from '../../core/db/database.js';
import { cancelReminder } from './invoices/reminders.js';
import type { SalesRun } from './run.js';

/** What was shipped stays noted by its name when the row it was ordered on is gone. */
async function purgeRowsOf(tx: Tx, type: 'deal' | 'quote' | 'invoice', ids: readonly number[]): Promise<void> {
  const rows = tx.q.selectFrom('sales_rows').select('id').where('document_type', '=', type).where('document_id', 'in', ids);
  await tx.q.updateTable('sales_shipment_rows').set({ row_id: null }).where('row_id', 'in', rows).execute();
  await tx.q.deleteFrom('sales_rows').where('document_type', '=', type).where('document_id', 'in', ids).execute();
  await tx.q.deleteFrom('sales_links').where('document_type', '=', type).where('document_id', 'in', ids).execute();
}

/** What sales keeps beside records. The product rows of a deal go with it; its quotes and invoices stay. */
export const purges = (run: SalesRun): Purge[] => [
  {
    type: 'crm.deal',
    async purge(tx, ids) {
      await purgeRowsOf(tx, 'deal', ids);
      await tx.q.deleteFrom('sales_typed_amounts').where('deal_id', 'in', ids).execute();
    },
  },
  {
    type: 'sales.quote',
    async purge(tx, ids) {
      await purgeRowsOf(tx, 'quote', ids);
      await tx.q.deleteFrom('sales_quote_answers').where('quote_id', 'in', ids).execute();
    },
  },
  {
    type: 'sales.invoice',
    async purge(tx, ids) {
      await purgeRowsOf(tx, 'invoice', ids);
      for (const id of ids) await cancelReminder(run, tx, id);
    },
  },
  {
    type: 'sales.shipment',
    async purge(tx, ids) {
      await tx.q.deleteFrom('sales_shipment_rows').where('shipment_id', 'in', ids).execute();
    },
  },
  {
    type: 'sales.product',
    async purge(tx, ids) {
      await tx.q.updateTable('sales_rows').set({ product_id: null }).where('product_id', 'in', ids).execute();
    },
  },
];
