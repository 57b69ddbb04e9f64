import { type RawBuilder, sql } from 'kysely';
import type { BulkBehaviour } from '../../../core/bulk/behaviour.js';
import { removeInvoice, restoreInvoice } from '../invoices/change-invoice.js';
import { invoiceKind, paymentKind, productKind, quoteKind, shipmentKind } from '../kinds.js';
import { removePayment } from '../payments/remove-payment.js';
import { restorePayment } from '../payments/restore-payment.js';
import { removeQuote, restoreQuote } from '../quotes/change-quote.js';
import type { SalesRun } from '../run.js';
import { removeShipment } from '../shipments/remove-shipment.js';
import { restoreShipment } from '../shipments/restore-shipment.js';

const isShipped = (type: 'quote' | 'invoice', table: string): RawBuilder<boolean> => sql<boolean>`exists (select 1 from sales_shipment_rows s
  join sales_shipments h on h.id = s.shipment_id join sales_rows r on r.id = s.row_id
  where r.document_type = ${type} and r.document_id = ${sql.ref(`${table}.id`)} and h.deleted_at is null)`;
const isInvoiced = sql<boolean>`exists (select 1 from sales_invoices i where i.quote_id = sales_quotes.id and i.deleted_at is null)`;
const isPaidOn = sql<boolean>`exists (select 1 from sales_payments p where p.invoice_id = sales_invoices.id and p.deleted_at is null)`;

const inUse = (where: RawBuilder<boolean>) => ({ reason: 'in-use' as const, where });
const never = sql<boolean>`1 = 0`;

/**
 * How sales records are changed many at a time. Of documents only the owner is: what is written on them is each client's own.
 * What is deleted has the same rules, and the same consequences for deals and invoices, as one by one.
 */
export const manyBehaviours = (run: SalesRun) =>
  ({
    product: { kind: productKind },
    quote: {
      kind: quoteKind,
      fields: ['ownerId'],
      removal: {
        unfit: inUse(sql<boolean>`(status = 'accepted' or ${isInvoiced} or ${isShipped('quote', 'sales_quotes')})`),
        remove: (tx, actor, id) => removeQuote(run, tx, actor, id),
      },
      restore: (tx, actor, id) => restoreQuote(run, tx, actor, id),
    },
    invoice: {
      kind: invoiceKind,
      fields: ['ownerId'],
      removal: {
        unfit: inUse(sql<boolean>`(${isPaidOn} or ${isShipped('invoice', 'sales_invoices')})`),
        remove: (tx, actor, id) => removeInvoice(run, tx, actor, id),
      },
      restore: (tx, actor, id) => restoreInvoice(run, tx, actor, id),
    },
    payment: {
      kind: paymentKind,
      removal: { unfit: inUse(never), remove: (tx, actor, id) => removePayment(run, tx, actor, id) },
      restore: (tx, actor, id) => restorePayment(run, tx, actor, id),
    },
    shipment: {
      kind: shipmentKind,
      fields: [],
      removal: { unfit: inUse(never), remove: (tx, actor, id) => removeShipment(run, tx, actor, id) },
      restore: (tx, actor, id) => restoreShipment(run, tx, actor, id),
    },
  }) satisfies Record<string, BulkBehaviour>;
