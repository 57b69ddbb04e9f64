import type { Purge } from '../../../core/bin/purge.js';

/** The product rows of a deal go with it; its quotes and invoices stay. */
export const dealRowsPurge: Purge = {
  type: 'crm.deal',
  async purge(tx, ids) {
    await tx.q.deleteFrom('sales_rows').where('document_type', '=', 'deal').where('document_id', 'in', ids).execute();
  },
};
