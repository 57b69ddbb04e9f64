import { invoice, payment, product, quote, shipment } from '../../contracts/sales/records.js';
import { defineKind } from '../../core/records/kind.js';

export const productKind = defineKind(product);
export const quoteKind = defineKind(quote);
export const invoiceKind = defineKind(invoice);
export const paymentKind = defineKind(payment);
export const shipmentKind = defineKind(shipment);
