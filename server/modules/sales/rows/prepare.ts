import type { Money } from '../../../contracts/core/fields.js';
import {
  AmountError,
  type AmountProblem,
  computeDocument,
  type DocumentAmounts,
  fromThousandths,
  type PricedRow,
  toHundredths,
  toThousandths,
} from '../../../contracts/sales/money.js';
import type { DraftRow } from '../../../contracts/sales/records.js';
import type { Queries } from '../../../core/db/database.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';

/** A row as it is stored, without its place: quantity and tax rate (of a percent) in thousandths, discount in hundredths of a percent, money in minor units. */
export interface PreparedRow {
  product_id: number | null;
  name: string;
  unit: string | null;
  quantity: number;
  price: number;
  currency: string;
  discount: number;
  tax_rate: number;
  net: number;
  tax: number;
}
export interface PreparedRows {
  rows: PreparedRow[];
  net: Money;
  tax: Money;
  total: Money;
}

/** Larger documents could not be summed exactly over all records. */
const largestTotal = 1e15;

const messages: Record<AmountProblem, string> = {
  'not-a-number': 'quantity',
  'too-many-places': 'too-many-decimals',
  'out-of-range': 'amount-out-of-range',
  'not-whole': 'amount-not-whole',
  'bad-currency': 'currency',
  'mixed-currency': 'mixed-currency',
};

/** @throws Refusal 422 naming the field of the row that cannot be computed with. */
export function computeRows(rows: readonly PricedRow[]): DocumentAmounts {
  if (rows.length === 0) throw invalidField('rows', 'required');
  try {
    const amounts = computeDocument(rows);
    if (Math.abs(amounts.total.amount) > largestTotal || Math.abs(amounts.net.amount) > largestTotal) throw invalidField('rows', messages['out-of-range']);
    return amounts;
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    // `rows.3.net` is no field that anybody filled in: the row itself is meant.
    const path = /^(rows\.\d+)\.(net|tax)$/.exec(error.path)?.[1] ?? (error.path.startsWith('rows.') ? error.path : 'rows');
    throw invalid([
      { path, message: messages[error.problem], params: { max: error.path.endsWith('discountPercent') ? 2 : 3, currency: rows[0]?.price.currency } },
    ]);
  }
}

/** A row of nothing says nothing to the client. @throws Refusal 422 naming every such row. */
function demandQuantities(drafts: readonly DraftRow[]): void {
  const errors = drafts.flatMap((row, i): FieldError[] => (row.quantity === 0 ? [{ path: `rows.${i}.quantity`, message: 'zero-quantity' }] : []));
  if (errors.length > 0) throw invalid(errors);
}

type Product = { id: number; unit: string | null; tax_rate: number | null };

/** The products that rows name. Products in the bin stay valid: old documents may still be edited. @throws Refusal 422 naming the row. */
async function productsOf(q: Queries, drafts: readonly DraftRow[]): Promise<Map<number, Product>> {
  const ids = [...new Set(drafts.flatMap((row) => (row.productId ? [row.productId] : [])))];
  if (ids.length === 0) return new Map();
  const found = await q.selectFrom('sales_products').select(['id', 'unit', 'tax_rate']).where('id', 'in', ids).execute();
  const products = new Map(found.map((one) => [one.id, one]));
  const errors: FieldError[] = drafts.flatMap((row, i) =>
    row.productId && !products.has(row.productId) ? [{ path: `rows.${i}.productId`, message: 'unknown-record' }] : [],
  );
  if (errors.length > 0) throw invalid(errors);
  return products;
}

/**
 * Completes rows from their products (unit and tax rate, where left out) and computes them.
 * @throws Refusal 422 for no rows, rows of quantity 0, an unknown product, mixed currencies, amounts that are not exact, and a total below zero.
 */
export async function prepareRows(q: Queries, drafts: readonly DraftRow[]): Promise<PreparedRows> {
  demandQuantities(drafts);
  const products = await productsOf(q, drafts);
  const whole = drafts.map((draft) => {
    const product = draft.productId ? products.get(draft.productId) : undefined;
    return {
      ...draft,
      unit: draft.unit === undefined ? (product?.unit ?? null) : draft.unit,
      taxRate: draft.taxRate ?? fromThousandths(product?.tax_rate ?? 0),
      discountPercent: draft.discountPercent ?? 0,
    };
  });
  const amounts = computeRows(whole);
  if (amounts.total.amount < 0) throw invalidField('rows', 'negative-total');
  const rows = whole.map(
    (row, i): PreparedRow => ({
      product_id: row.productId ?? null,
      name: row.name.trim(),
      unit: row.unit?.trim() || null,
      quantity: toThousandths(row.quantity),
      price: row.price.amount,
      currency: row.price.currency,
      discount: toHundredths(row.discountPercent),
      tax_rate: toThousandths(row.taxRate),
      net: amounts.rows[i]?.net.amount ?? 0,
      tax: amounts.rows[i]?.tax.amount ?? 0,
    }),
  );
  return { rows, net: amounts.net, tax: amounts.tax, total: amounts.total };
}
