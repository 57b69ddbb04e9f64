import type { Generated } from 'kysely';

/** Columns that every record table has. */
interface System {
  id: Generated<number>;
  version: number;
  created_at: string;
  created_by: number | null;
  updated_at: string;
  deleted_at: string | null;
}

interface DocumentColumns extends System {
  number: string | null;
  status: string | null;
  terms: string | null;
  deal_id: number | null;
  company_id: number | null;
  contact_id: number | null;
  owner_id: number | null;
  net: number | null;
  tax: number | null;
  total: number | null;
  currency: string | null;
  sent_at: string | null;
  sent_via: string | null;
  sent_to: string | null;
  mail_state: string | null;
  mail_reason: string | null;
}

declare module '../../core/db/tables.js' {
  interface Tables {
    sales_products: System & {
      name: string;
      code: string | null;
      series: string | null;
      unit: string | null;
      price: number;
      currency: string;
      /** Thousandths of a percent. */
      tax_rate: number | null;
      description: string | null;
      is_active: number;
    };
    sales_quotes: DocumentColumns & { valid_until: string | null; accepted_at: string | null; accepted_by: string | null };
    sales_invoices: DocumentColumns & {
      due_on: string | null;
      quote_id: number | null;
      paid: number | null;
      due: number | null;
      billed: number | null;
      cancelled_at: string | null;
      cancel_reason: string | null;
    };
    sales_payments: System & {
      invoice_id: number;
      deal_id: number | null;
      amount: number;
      currency: string;
      day: string | null;
      method: string | null;
      owner_id: number | null;
    };
    sales_shipments: System & {
      number: string | null;
      deal_id: number | null;
      invoice_id: number | null;
      day: string | null;
      tracking: string | null;
      owner_id: number | null;
    };
    sales_rows: {
      id: Generated<number>;
      document_type: string;
      document_id: number;
      position: number;
      product_id: number | null;
      name: string;
      unit: string | null;
      /** Thousandths. */
      quantity: number;
      price: number;
      currency: string;
      /** Hundredths of a percent. */
      discount: number;
      /** Thousandths of a percent. */
      tax_rate: number;
      net: number;
      tax: number;
    };
    sales_shipment_rows: {
      id: Generated<number>;
      shipment_id: number;
      position: number;
      row_id: number | null;
      name: string;
      /** Thousandths. */
      quantity: number;
    };
    sales_numbering: { kind: string; prefix: string; year: string; month: number; separator: string; width: number; restart: string };
    sales_links: { document_type: string; document_id: number; token_hash: string; sealed_token: string };
    /** The amount that people typed on a deal, null: none, and the one of its documents that stands in its place. */
    sales_typed_amounts: { deal_id: number; amount: number | null; currency: string | null; given_amount: number; given_currency: string };
    sales_quote_answers: {
      id: Generated<number>;
      quote_id: number;
      at: string;
      answer: string;
      name: string;
      /** Of the client; null when a person of the company answered for them. */
      address: string | null;
      person_id: number | null;
      reason: string | null;
      /** The paper that was accepted. */
      paper_id: number | null;
      /** From whom and to whom the quote was when it was accepted, as JSON. */
      parties: string | null;
    };
  }
}
