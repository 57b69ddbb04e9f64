import type { Letterhead } from '../../../../server/contracts/core/company.js';
import type { Money } from '../../../../server/contracts/core/fields.js';
import type { Discounts } from '../../../../server/contracts/sales/money.js';

/** A quote or invoice as its client sees it. */
export interface PaperDocument {
  kind: 'quote' | 'invoice';
  /** Null: it gets its number when it is stored. */
  number: string | null;
  /** The document's own, not the reader's. */
  language: string;
  company: Letterhead;
  client: { name: string | null; attentionOf: string | null; taxId: string | null; address: string | null };
  /** On which it was made. */
  day: string;
  validUntil: string | null;
  dueOn: string | null;
  cancelled: boolean;
  rows: readonly {
    key: string;
    name: string;
    unit: string | null;
    quantity: number;
    price: Money;
    discountPercent: number;
    taxRate: number;
    net: Money | null;
  }[];
  discounts: Discounts | null;
  /** Null, as each sum, while something in a row cannot be read. */
  net: Money | null;
  taxes: readonly { rate: number; net: Money; tax: Money }[];
  total: Money | null;
  paid: Money | null;
  due: Money | null;
  terms: string | null;
}
