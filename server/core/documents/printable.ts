import type { Letterhead } from '../../contracts/core/company.js';
import type { Money } from '../../contracts/core/fields.js';

/** Who sends the document. Empty parts are left out of the page; with the country BR the page says that it is no fiscal document. */
export interface PrintableCompany extends Partial<Omit<Letterhead, 'name' | 'country' | 'logo' | 'accent'>> {
  name: string;
  /** ISO 3166 alpha-2. */
  country: string | null;
  /** A PNG or JPEG; anything else is refused. */
  logo?: Uint8Array | null;
  /** Colour of the headings, `#rrggbb`; dark enough for white paper. */
  accent?: string | null;
}

export interface PrintableClient {
  name: string;
  attentionOf?: string | null;
  taxId?: string | null;
  address?: string | null;
}

export interface PrintableRow {
  /** What comes after the first line break stands below the name in grey. */
  name: string;
  unit?: string | null;
  quantity: number;
  price: Money;
  discountPercent: number;
  taxRate: number;
  net: Money;
}

interface PrintableBase {
  /** A supported language: the client's. */
  language: string;
  /** As people say it: `2026-0418`. */
  number: string;
  /** `YYYY-MM-DD`; also the date of the file, so that the same document is the same bytes. */
  day: string;
  company: PrintableCompany;
  client: PrintableClient;
  rows: readonly PrintableRow[];
  /** What the rows come to before their discounts, and what is to be added for these; null where there are none. */
  discounts?: { gross: Money; discount: Money } | null;
  net: Money;
  /** One line per rate. */
  taxes: readonly { rate: number; net: Money; tax: Money }[];
  total: Money;
  terms?: string | null;
}

export interface PrintableQuote extends PrintableBase {
  kind: 'quote';
  /** `YYYY-MM-DD` */
  validUntil?: string | null;
  /** The page does not say any more how it is accepted. */
  accepted?: boolean;
}

export interface PrintableInvoice extends PrintableBase {
  kind: 'invoice';
  /** `YYYY-MM-DD` */
  dueOn?: string | null;
  /** The page says so instead of asking for money. */
  cancelled?: boolean;
  paid: Money;
  due: Money;
}

/** All that a page needs, in plain data: it travels to the worker as it is. */
export type PrintableDocument = PrintableQuote | PrintableInvoice;

export type DocumentProblem = 'logo' | 'timeout' | 'crashed' | 'busy' | 'closed' | 'failed';

/** A document that was not made, and why: its logo, the time limit, a worker that died, too many waiting, closing, or anything else. */
export class DocumentError extends Error {
  constructor(
    readonly problem: DocumentProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DocumentError';
  }
}
