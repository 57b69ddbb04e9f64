import { invoiceEndpoints, paymentEndpoints, productEndpoints, quoteEndpoints, shipmentEndpoints } from '../../../server/contracts/sales/endpoints.js';
import {
  type Invoice,
  invoice,
  type Payment,
  type Product,
  payment,
  product,
  type Quote,
  quote,
  type Shipment,
  shipment,
} from '../../../server/contracts/sales/records.js';
import { amountColumn, createdColumn, ownerColumn } from '../../core/records/columns.js';
import type { ListKind } from '../../core/records/list-kind.js';
import { Amount, Day, ReferenceName } from '../../ui/cells.js';
import { Active } from './products/active.js';
import { Client, DueOn, SentAt, Status, ValidUntil } from './records/cells.js';

export type QuoteLine = Omit<Quote, 'rows'>;
export type InvoiceLine = Omit<Invoice, 'rows'>;
export type ShipmentLine = Omit<Shipment, 'rows'>;

export const quoteKind: ListKind<QuoteLine> = {
  name: 'quote',
  unlisted: ['mailReason'],
  made: { client: ['companyId', 'contactId'] },
  declaration: quote,
  icon: 'doc',
  endpoints: quoteEndpoints,
  bulkFields: ['ownerId'],
  sort: '-createdAt',
  titleOf: (r) => r.number ?? String(r.id),
  foot: { count: 'number', sum: 'total' },
  columns: (label) => [
    { id: 'number', label: label('number'), width: 120, always: true, card: 'title', render: (r) => r.number },
    { id: 'client', label: label('client'), width: 180, grow: 1, card: 'line', render: (r) => <Client of={r} /> },
    { id: 'dealId', label: label('dealId'), width: 180, grow: 1, card: 'line', render: (r) => <ReferenceName type="crm.deal" id={r.dealId} /> },
    { id: 'status', label: label('status'), width: 120, card: 'line', render: (r) => <Status of={r} /> },
    amountColumn('total', label('total'), (r) => r.total),
    { id: 'validUntil', label: label('validUntil'), width: 150, card: 'line', render: (r) => <ValidUntil of={r} /> },
    { id: 'sentAt', label: label('sentAt'), width: 130, hidden: true, card: 'hide', render: (r) => <SentAt of={r} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt')),
  ],
};

export const invoiceKind: ListKind<InvoiceLine> = {
  name: 'invoice',
  unlisted: ['billed', 'mailReason'],
  made: { client: ['companyId', 'contactId'] },
  declaration: invoice,
  icon: 'card',
  endpoints: invoiceEndpoints,
  bulkFields: ['ownerId'],
  sort: '-createdAt',
  titleOf: (r) => r.number ?? String(r.id),
  foot: { count: 'number', sum: 'total' },
  columns: (label) => [
    { id: 'number', label: label('number'), width: 120, always: true, card: 'title', render: (r) => r.number },
    { id: 'client', label: label('client'), width: 180, grow: 1, card: 'line', render: (r) => <Client of={r} /> },
    { id: 'dealId', label: label('dealId'), width: 180, grow: 1, card: 'line', render: (r) => <ReferenceName type="crm.deal" id={r.dealId} /> },
    { id: 'status', label: label('status'), width: 190, card: 'line', render: (r) => <Status of={r} /> },
    { id: 'dueOn', label: label('dueOn'), width: 150, sortable: true, sorts: 'day', card: 'line', render: (r) => <DueOn of={r} /> },
    amountColumn('total', label('total'), (r) => r.total),
    { id: 'due', label: label('due'), width: 140, align: 'end', card: 'hide', render: (r) => <Amount value={r.due} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt'), { hidden: true }),
  ],
};

export const paymentKind: ListKind<Payment> = {
  name: 'payment',
  declaration: payment,
  icon: 'money',
  endpoints: paymentEndpoints,
  sort: '-day',
  titleOf: (r) => r.method ?? String(r.id),
  foot: { count: 'day', sum: 'amount' },
  columns: (label) => [
    { id: 'day', label: label('day'), width: 130, sortable: true, sorts: 'day', always: true, card: 'title', render: (r) => <Day value={r.day} /> },
    { id: 'amount', label: label('amount'), width: 140, align: 'end', card: 'end', render: (r) => <Amount value={r.amount} strong /> },
    { id: 'invoiceId', label: label('invoiceId'), width: 140, card: 'line', render: (r) => <ReferenceName type="sales.invoice" id={r.invoiceId} /> },
    { id: 'dealId', label: label('dealId'), width: 220, grow: 1, card: 'line', render: (r) => <ReferenceName type="crm.deal" id={r.dealId} /> },
    { id: 'method', label: label('method'), width: 160, grow: 1, card: 'line', render: (r) => r.method },
    ownerColumn(label('ownerId')),
  ],
};

export const shipmentKind: ListKind<ShipmentLine> = {
  name: 'shipment',
  declaration: shipment,
  icon: 'truck',
  endpoints: shipmentEndpoints,
  sort: '-createdAt',
  titleOf: (r) => r.number ?? String(r.id),
  foot: { count: 'number' },
  columns: (label) => [
    { id: 'number', label: label('number'), width: 120, always: true, card: 'title', render: (r) => r.number },
    { id: 'day', label: label('day'), width: 130, card: 'end', render: (r) => <Day value={r.day} /> },
    { id: 'dealId', label: label('dealId'), width: 240, grow: 1, card: 'line', render: (r) => <ReferenceName type="crm.deal" id={r.dealId} /> },
    { id: 'tracking', label: label('tracking'), width: 180, grow: 1, card: 'line', render: (r) => r.tracking },
    { id: 'invoiceId', label: label('invoiceId'), width: 130, card: 'hide', render: (r) => <ReferenceName type="sales.invoice" id={r.invoiceId} /> },
    ownerColumn(label('ownerId')),
  ],
};

export const productKind: ListKind<Product> = {
  name: 'product',
  declaration: product,
  icon: 'tag',
  endpoints: productEndpoints,
  sort: '-createdAt',
  titleOf: (r) => r.name,
  foot: { count: 'name' },
  columns: (label) => [
    { id: 'name', label: label('name'), width: 280, grow: 1, always: true, card: 'title', render: (r) => r.name },
    { id: 'code', label: label('code'), width: 130, card: 'line', render: (r) => r.code },
    { id: 'series', label: label('series'), width: 150, card: 'line', render: (r) => r.series },
    amountColumn('price', label('price'), (r) => r.price),
    { id: 'unit', label: label('unit'), width: 110, card: 'line', render: (r) => r.unit },
    { id: 'isActive', label: label('isActive'), width: 130, card: 'line', render: (r) => <Active value={r.isActive} /> },
  ],
};
