import { bulkEndpoints } from '../core/bulk.js';
import type { Letterhead } from '../core/company.js';
import { type ById, endpoint, type HistoryEntry, type ListQuery, type Page, recordEndpoints } from '../core/endpoint.js';
import { exportEndpoints } from '../core/export.js';
import type { Money, PatchOf, RecordDeclaration } from '../core/fields.js';
import type { Deal } from '../crm/records.js';
import * as records from './records.js';

export interface DraftQuote {
  dealId: number;
  validUntil?: string | null;
  terms?: string | null;
  companyId?: number | null;
  contactId?: number | null;
  rows: records.DraftRow[];
}
export interface DraftInvoice {
  quoteId?: number;
  dealId?: number;
  dueOn?: string | null;
  terms?: string | null;
  /** Only with `dealId`; default the deal's product rows. */
  rows?: records.DraftRow[];
}
export interface DraftShipment {
  dealId?: number;
  invoiceId?: number;
  rows: { quoteRowId?: number; name?: string; quantity: number }[];
  tracking?: string | null;
  day?: string;
}
/** That a document went to its client without a mail of the portal. */
export interface HandedOn {
  via: records.WayToHandOn;
  /** Default today. */
  day?: string;
}
export interface DraftPayment {
  amount: Money;
  day?: string;
  method?: string;
}
/** What a quote or invoice looks like to its client, without signing in; the token is the right. */
export interface PublicDocument {
  kind: 'quote' | 'invoice';
  number: string;
  language: string;
  status: string;
  companyName: string;
  /** What the company says about itself at the head of its documents. */
  company: Letterhead;
  /** On which it was made, where the company is. */
  day: string;
  clientName: string | null;
  client: { attentionOf: string | null; taxId: string | null; address: string | null };
  validUntil: string | null;
  dueOn: string | null;
  rows: Omit<records.DocumentRow, 'id' | 'productId'>[];
  net: Money;
  tax: Money;
  total: Money;
  due: Money | null;
  terms: string | null;
  acceptedAt: string | null;
  acceptedBy: string | null;
  expired: boolean;
}
/** Rows of the deal's accepted quotes and invoices with what was shipped of each so far. */
export interface ShipmentState {
  rows: { quoteRowId: number; name: string; quantity: number; shipped: number; open: number }[];
}

/** An accepted quote of which no invoice was made yet. */
export type QuoteToInvoice = Pick<records.Quote, 'id' | 'number' | 'total' | 'dealId' | 'acceptedAt'>;

export interface QuotesToInvoice {
  items: QuoteToInvoice[];
  /** How many there are; `items` are the first of them. */
  total: number;
}

/** Open deals whose invoices are all paid, as far as they are not cancelled. */
export interface DealsPaidInFull {
  /** `paid` is null where the invoices are in different currencies. */
  items: (Pick<Deal, 'id' | 'title' | 'companyId' | 'contactId'> & { paid: Money | null })[];
  /** How many there are; `items` are the first of them. */
  total: number;
}

/** Documents of which the last mail did not go out. */
export interface Undelivered {
  items: Pick<records.Quote, 'id' | 'number' | 'sentTo' | 'mailReason' | 'dealId'>[];
  /** How many there are; `items` are the first of them. */
  total: number;
}

type Q = { query: ListQuery };
const documentEndpoints = <T extends { id: number }, P>(plural: string, type: string) => ({
  /** The rows come with `get` only. */
  list: endpoint<Q & { reply: Page<Omit<T, 'rows'>> }>()('GET', `/sales/${plural}`, `${type}.read`),
  get: endpoint<{ params: ById; reply: T }>()('GET', `/sales/${plural}/:id`, `${type}.read`),
  change: endpoint<{ params: ById; body: P & { rows?: records.DraftRow[] }; reply: T }>()('PATCH', `/sales/${plural}/:id`, `${type}.change`),
  remove: endpoint<{ params: ById; reply: T }>()('DELETE', `/sales/${plural}/:id`, `${type}.delete`),
  restore: endpoint<{ params: ById; reply: T }>()('POST', `/sales/${plural}/:id/restore`, `${type}.delete`),
  history: endpoint<{ params: ById; reply: { items: HistoryEntry[] } }>()('GET', `/sales/${plural}/:id/history`, `${type}.read`),
  send: endpoint<{ params: ById; body: { to?: string; message?: string }; reply: T }>()('POST', `/sales/${plural}/:id/send`, `${type}.change`),
  /** The caller's own. */
  undelivered: endpoint<{ reply: Undelivered }>()('GET', `/sales/${plural}/undelivered`, `${type}.read`),
  /** Notes that it went to its client by link, on paper or otherwise. */
  handOn: endpoint<{ params: ById; body: HandedOn; reply: T }>()('POST', `/sales/${plural}/:id/hand-on`, `${type}.change`),
  /** Takes back what `handOn` noted last: the document is as it was before. */
  takeHandOnBack: endpoint<{ params: ById; reply: T }>()('POST', `/sales/${plural}/:id/take-back`, `${type}.change`),
  pdf: endpoint<{ params: ById; reply: unknown }>()('GET', `/sales/${plural}/:id/pdf`, `${type}.read`),
});

const manyEndpoints = (d: RecordDeclaration) => ({ ...bulkEndpoints(d), ...exportEndpoints(d) });

export const productEndpoints = { ...recordEndpoints(records.product), ...manyEndpoints(records.product) };
export const quoteEndpoints = {
  ...documentEndpoints<records.Quote, PatchOf<typeof records.quote>>('quotes', 'sales.quote'),
  ...manyEndpoints(records.quote),
  create: endpoint<{ body: DraftQuote; reply: records.Quote }>()('POST', '/sales/quotes', 'sales.quote.create', 201),
  /** Those of whoever asks that wait for their invoice, the latest first, and how many they are in all; none for who may make none. */
  toInvoice: endpoint<{ reply: QuotesToInvoice }>()('GET', '/sales/quotes/to-invoice', 'sales.quote.read'),
  accept: endpoint<{ params: ById; body: { name?: string }; reply: records.Quote }>()('POST', '/sales/quotes/:id/accept', 'sales.quote.change'),
  decline: endpoint<{ params: ById; body: { reason?: string }; reply: records.Quote }>()('POST', '/sales/quotes/:id/decline', 'sales.quote.change'),
  /** Net, tax and total of rows that are not stored yet: the same arithmetic as the stored document. */
  preview: endpoint<{ body: { rows: records.DraftRow[] }; reply: { rows: { net: Money; tax: Money }[]; net: Money; tax: Money; total: Money } }>()(
    'POST',
    '/sales/quotes/preview',
    'sales.quote.read',
  ),
  link: endpoint<{ params: ById; reply: { url: string } }>()('GET', '/sales/quotes/:id/link', 'sales.quote.read'),
};
export const invoiceEndpoints = {
  ...documentEndpoints<records.Invoice, PatchOf<typeof records.invoice>>('invoices', 'sales.invoice'),
  ...manyEndpoints(records.invoice),
  create: endpoint<{ body: DraftInvoice; reply: records.Invoice }>()('POST', '/sales/invoices', 'sales.invoice.create', 201),
  /** It keeps its number, counts in no sum and cannot be paid; refused while a payment stands on it. */
  cancel: endpoint<{ params: ById; body: { reason: string }; reply: records.Invoice }>()('POST', '/sales/invoices/:id/cancel', 'sales.invoice.change'),
  /** Takes a cancellation back. */
  reopen: endpoint<{ params: ById; reply: records.Invoice }>()('POST', '/sales/invoices/:id/reopen', 'sales.invoice.change'),
  pay: endpoint<{ params: ById; body: DraftPayment; reply: records.Payment }>()('POST', '/sales/invoices/:id/payments', 'sales.payment.create', 201),
  link: endpoint<{ params: ById; reply: { url: string } }>()('GET', '/sales/invoices/:id/link', 'sales.invoice.read'),
};
export const paymentEndpoints = {
  ...manyEndpoints(records.payment),
  list: endpoint<Q & { reply: Page<records.Payment> }>()('GET', '/sales/payments', 'sales.payment.read'),
  create: endpoint<{ body: DraftPayment & { invoiceId: number }; reply: records.Payment }>()('POST', '/sales/payments', 'sales.payment.create', 201),
  get: endpoint<{ params: ById; reply: records.Payment }>()('GET', '/sales/payments/:id', 'sales.payment.read'),
  /** Takes a payment back, for one that was noted wrongly. */
  remove: endpoint<{ params: ById; reply: records.Payment }>()('DELETE', '/sales/payments/:id', 'sales.payment.delete'),
  /** Takes back a slip of one's own, on the day on which one made it. */
  takeOwnBack: endpoint<{ params: ById; reply: records.Payment }>()('POST', '/sales/payments/:id/take-back', 'sales.payment.create'),
  /** Counts it again, where its invoice still has so much open. */
  restore: endpoint<{ params: ById; reply: records.Payment }>()('POST', '/sales/payments/:id/restore', 'sales.payment.delete'),
};
export const shipmentEndpoints = {
  ...manyEndpoints(records.shipment),
  list: endpoint<Q & { reply: Page<Omit<records.Shipment, 'rows'>> }>()('GET', '/sales/shipments', 'sales.shipment.read'),
  create: endpoint<{ body: DraftShipment; reply: records.Shipment }>()('POST', '/sales/shipments', 'sales.shipment.create', 201),
  get: endpoint<{ params: ById; reply: records.Shipment }>()('GET', '/sales/shipments/:id', 'sales.shipment.read'),
  change: endpoint<{ params: ById; body: PatchOf<typeof records.shipment>; reply: records.Shipment }>()(
    'PATCH',
    '/sales/shipments/:id',
    'sales.shipment.change',
  ),
  remove: endpoint<{ params: ById; reply: records.Shipment }>()('DELETE', '/sales/shipments/:id', 'sales.shipment.delete'),
  /** Takes back a slip of one's own, on the day on which one made it. */
  takeOwnBack: endpoint<{ params: ById; reply: records.Shipment }>()('POST', '/sales/shipments/:id/take-back', 'sales.shipment.create'),
  /** Counts it again, where its rows are still open. */
  restore: endpoint<{ params: ById; reply: records.Shipment }>()('POST', '/sales/shipments/:id/restore', 'sales.shipment.delete'),
  /** What is still to be shipped of a deal's accepted quote or invoice. */
  state: endpoint<{ query: { dealId: number }; reply: ShipmentState }>()('GET', '/sales/shipments/state', 'sales.shipment.read'),
};
/** The product rows of a deal, and the deal's documents: the tabs that sales contributes to a deal. */
export const dealSalesEndpoints = {
  /** Those of which whoever asks is responsible, or one alone; only what they may change. */
  paidInFull: endpoint<{ query: { dealId?: number }; reply: DealsPaidInFull }>()('GET', '/sales/deals/paid-in-full', 'sales.invoice.read'),
  rows: endpoint<{ params: ById; reply: { rows: records.DocumentRow[]; net: Money; tax: Money; total: Money } }>()(
    'GET',
    '/sales/deals/:id/rows',
    'crm.deal.read',
  ),
  putRows: endpoint<{ params: ById; body: { rows: records.DraftRow[] }; reply: { rows: records.DocumentRow[]; net: Money; tax: Money; total: Money } }>()(
    'PUT',
    '/sales/deals/:id/rows',
    'crm.deal.change',
  ),
};
/** Pages for clients: `/p/<token>` in the browser shows these. */
export const publicEndpoints = {
  get: endpoint<{ params: { token: string }; reply: PublicDocument }>()('GET', '/sales/public/:token', 'public'),
  pdf: endpoint<{ params: { token: string }; reply: unknown }>()('GET', '/sales/public/:token/pdf', 'public'),
  accept: endpoint<{ params: { token: string }; body: { name: string }; reply: PublicDocument }>()('POST', '/sales/public/:token/accept', 'public'),
  decline: endpoint<{ params: { token: string }; body: { name: string; reason?: string }; reply: PublicDocument }>()(
    'POST',
    '/sales/public/:token/decline',
    'public',
  ),
};
