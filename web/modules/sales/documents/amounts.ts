import type { Money } from '../../../../server/contracts/core/fields.js';
import {
  AmountError,
  type AmountProblem,
  computeDocument,
  type Discounts,
  type DocumentAmounts,
  discountsOf,
  taxByRate,
} from '../../../../server/contracts/sales/money.js';
import type { EditRow } from '../../../ui/rows/edit-row.js';

export interface Amounts extends DocumentAmounts {
  discounts: Discounts | null;
  taxes: { rate: number; net: Money; tax: Money }[];
}

export type Counted = { amounts: Amounts; wrong: null } | { amounts: null; wrong: { path: string; problem: AmountProblem } };

/** The sums of rows as they are typed: the server's own arithmetic. */
export function countRows(rows: readonly EditRow[], currency: string): Counted {
  try {
    const amounts = computeDocument(rows, currency);
    const taxes = taxByRate(
      rows.map((row, at) => ({
        taxRate: row.taxRate,
        net: amounts.rows[at]?.net ?? { amount: 0, currency },
        tax: amounts.rows[at]?.tax ?? { amount: 0, currency },
      })),
    );
    return { amounts: { ...amounts, discounts: discountsOf(rows, amounts.net), taxes }, wrong: null };
  } catch (error) {
    if (error instanceof AmountError) return { amounts: null, wrong: { path: error.path, problem: error.problem } };
    throw error;
  }
}

/** Rows with their net amount, for the column at the right. */
export const withNet = (rows: readonly EditRow[], amounts: Amounts | null): EditRow[] =>
  rows.map((row, at) => {
    const net = amounts?.rows[at]?.net;
    return net ? { ...row, net } : row;
  });
