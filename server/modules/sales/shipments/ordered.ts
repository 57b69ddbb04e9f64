import { fromThousandths } from '../../../contracts/sales/money.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { readRow } from '../../../core/records/change.js';
import { type DocumentType, kindOf } from '../documents/document.js';
import type { SalesRun } from '../run.js';

/** A row that was ordered, with what went out of it so far; quantities in thousandths. */
export interface OrderedRow {
  id: number;
  name: string;
  document_type: string;
  document_id: number;
  quantity: number;
  shipped: number;
}

/** The documents by which a deal's client ordered: accepted quotes, quotes that were invoiced, and invoices without a quote; cancelled invoices are as if they were not there. */
async function ordersOf(q: Queries, dealId: number): Promise<{ type: DocumentType; id: number }[]> {
  const quotes = await q
    .selectFrom('sales_quotes as d')
    .select('d.id')
    .where('d.deal_id', '=', dealId)
    .where('d.deleted_at', 'is', null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('d.status', '=', 'accepted'),
        exists(
          selectFrom('sales_invoices as i')
            .select('i.id')
            .whereRef('i.quote_id', '=', 'd.id')
            .where('i.deleted_at', 'is', null)
            .where('i.status', '<>', 'cancelled'),
        ),
      ]),
    )
    .orderBy('d.id')
    .execute();
  const invoices = await q
    .selectFrom('sales_invoices')
    .select('id')
    .where('deal_id', '=', dealId)
    .where('quote_id', 'is', null)
    .where('deleted_at', 'is', null)
    .where('status', '<>', 'cancelled')
    .orderBy('id')
    .execute();
  return [...quotes.map(({ id }) => ({ type: 'quote' as const, id })), ...invoices.map(({ id }) => ({ type: 'invoice' as const, id }))];
}

/**
 * The rows that a deal's client ordered. Rows that take something off (a quantity below zero) are nothing to ship.
 * An invoice made of a quote has no rows of its own here: they are the quote's, so that nothing counts twice.
 */
export async function orderedRows(q: Queries, dealId: number): Promise<OrderedRow[]> {
  const found: OrderedRow[] = [];
  for (const { type, id } of await ordersOf(q, dealId)) {
    const rows = await q
      .selectFrom('sales_rows as r')
      .select(['r.id', 'r.name', 'r.document_type', 'r.document_id', 'r.quantity'])
      .select(({ selectFrom }) =>
        selectFrom('sales_shipment_rows as s')
          .innerJoin('sales_shipments as h', 'h.id', 's.shipment_id')
          .select(({ fn }) => fn.sum<number>('s.quantity').as('sum'))
          .whereRef('s.row_id', '=', 'r.id')
          .where('h.deleted_at', 'is', null)
          .as('shipped'),
      )
      .where('r.document_type', '=', type)
      .where('r.document_id', '=', id)
      .where('r.quantity', '>', 0)
      .orderBy('r.position')
      .execute();
    for (const row of rows) found.push({ ...row, shipped: Number(row.shipped ?? 0) });
  }
  return found;
}

/**
 * Locks the documents of the rows, so that shipments at the same moment never add up to more than was ordered. In one order
 * always. What was ordered has to be read again afterwards.
 */
export async function lockOrders(run: SalesRun, tx: Tx, rows: readonly OrderedRow[]): Promise<void> {
  const documents = new Map(rows.map((row) => [`${row.document_type}/${String(row.document_id).padStart(16, '0')}`, row]));
  for (const key of [...documents.keys()].sort()) {
    const row = documents.get(key) as OrderedRow;
    await readRow(run.records, tx.q, kindOf[row.document_type as DocumentType], row.document_id, { lock: true });
  }
}

/** How it is answered, quantities as decimals. */
export const shipmentStateOf = (rows: readonly OrderedRow[]) => ({
  rows: rows.map(({ id, name, quantity, shipped }) => ({
    quoteRowId: id,
    name,
    quantity: fromThousandths(quantity),
    shipped: fromThousandths(shipped),
    open: fromThousandths(quantity - shipped),
  })),
});
