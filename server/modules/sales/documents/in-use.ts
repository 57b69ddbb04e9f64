import type { Queries } from '../../../core/db/database.js';
import { conflict } from '../../../core/http/problem.js';
import type { DocumentType } from './document.js';

/**
 * Refuses to change or delete what other documents stand on: rows that were shipped, a quote that was invoiced, an invoice
 * that was paid on.
 * @throws Refusal 409 `document-in-use`.
 */
export async function demandUnused(q: Queries, type: DocumentType, id: number): Promise<void> {
  const shipped = await q
    .selectFrom('sales_shipment_rows as s')
    .innerJoin('sales_shipments as h', 'h.id', 's.shipment_id')
    .innerJoin('sales_rows as r', 'r.id', 's.row_id')
    .select('s.id')
    .where('r.document_type', '=', type)
    .where('r.document_id', '=', id)
    .where('h.deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (shipped) throw conflict('document-in-use', { by: 'sales.shipment' });
  if (type === 'quote') {
    const invoiced = await q
      .selectFrom('sales_invoices')
      .select('id')
      .where('quote_id', '=', id)
      .where('deleted_at', 'is', null)
      .where('status', '<>', 'cancelled')
      .limit(1)
      .executeTakeFirst();
    if (invoiced) throw conflict('document-in-use', { by: 'sales.invoice' });
  } else {
    const paid = await q.selectFrom('sales_payments').select('id').where('invoice_id', '=', id).where('deleted_at', 'is', null).limit(1).executeTakeFirst();
    if (paid) throw conflict('document-in-use', { by: 'sales.payment' });
  }
}
