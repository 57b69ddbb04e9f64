import type { Money } from '../../../server/contracts/core/fields.js';

/** A row of a quote, an invoice or a deal while it is edited. */
export interface EditRow {
  /** Stays the same while the row lives; also for rows that are not stored yet. */
  key: string;
  productId: number | null;
  name: string;
  unit: string | null;
  quantity: number;
  price: Money;
  discountPercent: number;
  taxRate: number;
  /** Counted by the caller. */
  net?: Money;
}

/** A product that the search found. */
export interface ProductHit {
  productId: number;
  name: string;
  unit: string | null;
  price: Money;
  taxRate: number;
  /** Code, series or stock, in small letters. */
  note?: string;
}

let made = 0;
export function newRow(currency: string): EditRow {
  made += 1;
  return {
    key: `new-${Date.now().toString(36)}-${made}`,
    productId: null,
    name: '',
    unit: null,
    quantity: 1,
    price: { amount: 0, currency },
    discountPercent: 0,
    taxRate: 0,
  };
}

/** Moves a row by so many places. */
export function moveRow(rows: readonly EditRow[], from: number, to: number): EditRow[] {
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row) next.splice(Math.max(0, Math.min(next.length, to)), 0, row);
  return next;
}
