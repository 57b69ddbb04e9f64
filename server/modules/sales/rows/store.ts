import { fromHundredths, fromThousandths } from '../../../contracts/sales/money.js';
import type { DocumentRow } from '../../../contracts/sales/records.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import type { PreparedRow } from './prepare.js';

/** Whose rows: ids of different kinds of document overlap. */
type RowsOwner = { type: 'deal' | 'quote' | 'invoice'; id: number };

export type StoredRow = PreparedRow & { id: number };

export const storedRows = (q: Queries, owner: RowsOwner): Promise<StoredRow[]> =>
  q
    .selectFrom('sales_rows')
    .select(['id', 'product_id', 'name', 'unit', 'quantity', 'price', 'currency', 'discount', 'tax_rate', 'net', 'tax'])
    .where('document_type', '=', owner.type)
    .where('document_id', '=', owner.id)
    .orderBy('position')
    .execute();

const rowFromStore = (row: StoredRow): DocumentRow => ({
  id: row.id,
  productId: row.product_id,
  name: row.name,
  unit: row.unit,
  quantity: fromThousandths(row.quantity),
  price: { amount: row.price, currency: row.currency },
  discountPercent: fromHundredths(row.discount),
  taxRate: fromThousandths(row.tax_rate),
  net: { amount: row.net, currency: row.currency },
  tax: { amount: row.tax, currency: row.currency },
});

/** Rows as the history keeps them. */
export const shownRows = (rows: readonly StoredRow[]): Omit<DocumentRow, 'id'>[] => rows.map(rowFromStore).map(({ id: _, ...rest }) => rest);

/** The rows of a document in their order. */
export const readRows = async (q: Queries, owner: RowsOwner): Promise<DocumentRow[]> => (await storedRows(q, owner)).map(rowFromStore);

export async function insertRows(tx: Tx, owner: RowsOwner, rows: readonly PreparedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.q
    .insertInto('sales_rows')
    .values(rows.map((row, position) => ({ document_type: owner.type, document_id: owner.id, position, ...row })))
    .execute();
}

/** Puts `rows` in the place of what is there; rows that shipments name must not be replaced. */
export async function replaceRows(tx: Tx, owner: RowsOwner, rows: readonly PreparedRow[]): Promise<void> {
  await tx.q.deleteFrom('sales_rows').where('document_type', '=', owner.type).where('document_id', '=', owner.id).execute();
  await insertRows(tx, owner, rows);
}

/** Whether the stored rows are these already. */
export const sameRows = (stored: readonly StoredRow[], rows: readonly PreparedRow[]): boolean =>
  stored.length === rows.length &&
  stored.every((one, i) => (Object.keys(rows[i] as PreparedRow) as (keyof PreparedRow)[]).every((key) => one[key] === rows[i]?.[key]));
