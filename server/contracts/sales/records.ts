import type { Money } from '../core/fields.js';
import { declareRecord, type RecordOf } from '../core/fields.js';

export const product = declareRecord({
  type: 'sales.product',
  module: 'sales',
  plural: 'products',
  table: 'sales_products',
  title: 'name',
  fields: {
    name: { kind: 'text', max: 250, required: true, searchable: true, importable: true },
    code: { kind: 'text', max: 60, searchable: true, importable: true, filterable: true },
    series: { kind: 'text', max: 120, filterable: true, importable: true },
    unit: { kind: 'text', max: 20, importable: true },
    /** Below zero for what is taken off, such as a discount. */
    price: { kind: 'money', signed: true, required: true, filterable: true, sortable: true, importable: true },
    taxRate: { kind: 'percent', importable: true },
    description: { kind: 'longText', max: 20_000, importable: true },
    isActive: { kind: 'yesNo', filterable: true },
  },
});
export type Product = RecordOf<typeof product>;

/** A row of a deal, quote or invoice. */
export interface DocumentRow {
  id: number;
  productId: number | null;
  name: string;
  unit: string | null;
  /** Decimal, at most three places. */
  quantity: number;
  price: Money;
  /** 0 … 100, at most two places. */
  discountPercent: number;
  /** Percent, 0 … 100, at most three places; on top of the price. */
  taxRate: number;
  /** quantity × price less discount, rounded half-up to minor units. */
  net: Money;
  /** net × tax rate, rounded half-up to minor units. */
  tax: Money;
}
export interface DraftRow {
  productId?: number | null;
  name: string;
  unit?: string | null;
  quantity: number;
  price: Money;
  discountPercent?: number;
  taxRate?: number;
}

const totals = {
  net: { kind: 'money', readOnly: true },
  tax: { kind: 'money', readOnly: true },
  total: { kind: 'money', readOnly: true, filterable: true, sortable: true },
} as const;
const client = {
  dealId: { kind: 'ref', type: 'crm.deal', readOnly: true, filterable: true },
  companyId: { kind: 'ref', type: 'crm.company', foundThrough: true, filterable: true },
  contactId: { kind: 'ref', type: 'crm.contact', foundThrough: true, filterable: true },
  ownerId: { kind: 'person', filterable: true },
} as const;

/** How a document last went to its client. */
export const waysToHandOn = ['link', 'paper', 'other'] as const;
export type WayToHandOn = (typeof waysToHandOn)[number];

const sending = {
  /** When it last went to its client. */
  sentAt: { kind: 'instant', readOnly: true },
  sentVia: { kind: 'choice', options: ['mail', ...waysToHandOn], readOnly: true },
  /** The address that it was last mailed to. */
  sentTo: { kind: 'text', max: 250, readOnly: true, personal: true },
  /** How its last mail stands: on its way, taken by the mail server, given up. */
  mailState: { kind: 'choice', options: ['queued', 'sent', 'failed'], readOnly: true, filterable: true },
  /** Why its mail did not go out so far, in words and what the mail server said. */
  mailReason: { kind: 'longText', max: 2000, readOnly: true, personal: true },
} as const;

export const quote = declareRecord({
  type: 'sales.quote',
  module: 'sales',
  plural: 'quotes',
  table: 'sales_quotes',
  title: 'number',
  owner: 'ownerId',
  staysInBin: true,
  sum: 'total',
  inSearch: { of: ['companyId', 'contactId'], state: 'status', amount: 'total' },
  fields: {
    number: { kind: 'text', max: 40, readOnly: true, searchable: true, filterable: true },
    status: { kind: 'choice', options: ['draft', 'sent', 'accepted', 'declined'], readOnly: true, filterable: true },
    validUntil: { kind: 'day', filterable: true },
    terms: { kind: 'longText', max: 20_000 },
    ...client,
    ...totals,
    ...sending,
    /** When it was first changed after it was sent last: its client has an older one. */
    changedAfterSending: { kind: 'instant', readOnly: true },
    acceptedAt: { kind: 'instant', readOnly: true },
    /** Who accepted, as they wrote their name on the public page, or the person who accepted for the client. */
    acceptedBy: { kind: 'text', max: 250, readOnly: true, personal: true },
  },
});
/** That the client said no. */
export interface Declined {
  at: string;
  /** As they wrote it on the public page, or the person who noted it for them; empty once it was erased. */
  by: string;
  reason: string | null;
}
/** `declined` comes with `get` only, of a quote that was. */
export type Quote = RecordOf<typeof quote> & { rows: DocumentRow[]; declined?: Declined };

export const invoice = declareRecord({
  type: 'sales.invoice',
  module: 'sales',
  plural: 'invoices',
  table: 'sales_invoices',
  title: 'number',
  owner: 'ownerId',
  staysInBin: true,
  sum: 'billed',
  inSearch: { of: ['companyId', 'contactId'], state: 'status', amount: 'total' },
  fields: {
    number: { kind: 'text', max: 40, readOnly: true, searchable: true, filterable: true },
    status: { kind: 'choice', options: ['unpaid', 'partly-paid', 'paid', 'cancelled'], readOnly: true, filterable: true },
    dueOn: { kind: 'day', filterable: true, sortable: true },
    terms: { kind: 'longText', max: 20_000 },
    quoteId: { kind: 'ref', type: 'sales.quote', readOnly: true, filterable: true },
    ...client,
    ...totals,
    paid: { kind: 'money', readOnly: true },
    due: { kind: 'money', readOnly: true },
    ...sending,
    cancelledAt: { kind: 'instant', readOnly: true },
    cancelReason: { kind: 'longText', max: 1000, readOnly: true },
    /** What it adds to sums: its total, nothing once it is cancelled. */
    billed: { kind: 'money', readOnly: true },
  },
});
export type Invoice = RecordOf<typeof invoice> & { rows: DocumentRow[] };

export const payment = declareRecord({
  type: 'sales.payment',
  module: 'sales',
  plural: 'payments',
  table: 'sales_payments',
  title: 'method',
  owner: 'ownerId',
  sum: 'amount',
  fields: {
    invoiceId: { kind: 'ref', type: 'sales.invoice', required: true, createOnly: true, filterable: true },
    dealId: { kind: 'ref', type: 'crm.deal', readOnly: true, filterable: true },
    amount: { kind: 'money', required: true, createOnly: true },
    day: { kind: 'day', createOnly: true, filterable: true, sortable: true },
    method: { kind: 'text', max: 60, createOnly: true },
    ownerId: { kind: 'person', readOnly: true, filterable: true },
  },
});
export type Payment = RecordOf<typeof payment>;

export interface ShipmentRow {
  id: number;
  quoteRowId: number | null;
  name: string;
  quantity: number;
}
export const shipment = declareRecord({
  type: 'sales.shipment',
  module: 'sales',
  plural: 'shipments',
  table: 'sales_shipments',
  title: 'number',
  owner: 'ownerId',
  staysInBin: true,
  fields: {
    number: { kind: 'text', max: 40, readOnly: true, searchable: true },
    dealId: { kind: 'ref', type: 'crm.deal', readOnly: true, filterable: true },
    invoiceId: { kind: 'ref', type: 'sales.invoice', readOnly: true, filterable: true },
    day: { kind: 'day', filterable: true },
    tracking: { kind: 'text', max: 120, searchable: true },
    ownerId: { kind: 'person', readOnly: true, filterable: true },
  },
});
export type Shipment = RecordOf<typeof shipment> & { rows: ShipmentRow[] };
