import { brl, ok, row, tokenOf } from '../modules/sales/sales-portal.js';
import type { TestPortal } from './portal.js';

/** Milliseconds. */
const aDay = 86_400_000;

/** The lists of sales and the tabs of a deal before anything was sold. */
export const emptySalesPages: readonly string[] = [
  '/sales',
  '/sales/quotes',
  '/sales/quotes?q=nada',
  '/sales/quotes/7',
  '/sales/quotes/new/1',
  '/sales/quotes/new/7',
  '/sales/invoices',
  '/sales/invoices/7',
  '/sales/invoices/new/1',
  '/sales/invoices/new/7',
  '/sales/payments',
  '/sales/shipments',
  '/sales/products',
  '/sales/products/7',
  '/crm/deals/1?tab=products',
  '/crm/deals/1?tab=quotes',
  '/crm/deals/1?tab=invoices',
  '/crm/deals/1?tab=shipments',
  `/p/${'x'.repeat(43)}`,
];

/** Sells something in every way on the first deal, and answers every page of sales that then has something to show. */
export async function salesPages({ admin, pass, today, settle }: TestPortal): Promise<string[]> {
  const send = async (method: string, path: string, body: unknown, status: number) => ok(await admin.api(method, `sales/${path}`, body), status);
  const make = (path: string, body: unknown = {}): Promise<{ id: number }> => send('POST', path, body, 201);
  const act = (path: string, body: unknown = {}): Promise<{ id: number }> => send('POST', path, body, 200);
  // Nobody takes the mail; here it only matters that it may be sent.
  ok(await admin.api('PUT', 'settings/mail', { smtp: 'smtp://127.0.0.1:9', from: 'vendas@aurora.example' }));
  ok(await admin.api('PATCH', 'settings/company', { bank: { bank: 'Banco Vale', branch: '0001', account: '12345-6', pix: 'pix@aurora.example' } }));
  const product = await make('products', {
    name: 'Dobradiça de latão para portões pesados',
    code: 'D-48',
    series: 'Latão',
    unit: 'un',
    price: brl(1890),
    taxRate: 17.5,
  });
  const archived = await make('products', { name: 'Fechadura antiga', price: brl(9900) });
  await send('PATCH', `products/${archived.id}`, { isActive: false, version: 1 }, 200);
  // The browser's clock cannot be moved on: what runs out by today was made some days ago.
  pass(-10 * aDay);
  const rows = [
    row('Dobradiça de latão para portões pesados', 48, 1890, { productId: product.id, unit: 'un', discountPercent: 8, taxRate: 17.5 }),
    row('Montagem', 1, 35_000),
  ];
  await send('PUT', 'deals/1/rows', { rows }, 200);
  const quote = (more: object = {}) => make('quotes', { dealId: 1, rows, terms: 'Metade na entrega.', ...more });
  const sent = async (more: object = {}) => act(`quotes/${(await quote(more)).id}/send`, { to: 'bia@casa-verde.example' });
  const fiveDaysOn = today(5);

  const draft = await quote();
  const open = await sent({ validUntil: '2099-12-31' });
  const expired = await sent({ validUntil: fiveDaysOn });
  const declined = await act(`quotes/${(await sent()).id}/decline`, { reason: 'Caro demais.' });
  const accepted = await act(`quotes/${(await sent()).id}/accept`, { name: 'Bia Lima' });
  const invoice = (more: object = {}) => make('invoices', { quoteId: accepted.id, ...more });
  const unpaid = await invoice({ dueOn: '2099-12-31' });
  const overdue = await make('invoices', { dealId: 1, rows, dueOn: fiveDaysOn });
  const paid = await make('invoices', { dealId: 1, rows: [row('Visita', 1, 10_000)] });
  const cancelled = await act(`invoices/${(await invoice()).id}/cancel`, { reason: 'Emitida em dobro.' });
  const payment = await make(`invoices/${overdue.id}/payments`, { amount: brl(20_000), method: 'Pix' });
  await make(`invoices/${paid.id}/payments`, { amount: brl(10_000), method: 'Boleto' });
  const state: { rows: { quoteRowId: number }[] } = ok(await admin.api('GET', 'sales/shipments/state?dealId=1'));
  const shipment = await make('shipments', { dealId: 1, rows: [{ quoteRowId: state.rows[0]?.quoteRowId, quantity: 20 }], tracking: 'BR123456789' });
  pass(10 * aDay);
  await settle();

  const pub = async (plural: 'quotes' | 'invoices', { id }: { id: number }) => `/p/${await tokenOf(admin, plural, id)}`;
  return [
    '/',
    '/sales/quotes',
    ...[draft, open, expired, declined, accepted].map(({ id }) => `/sales/quotes/${id}`),
    '/sales/quotes/new/1',
    '/sales/invoices',
    ...[unpaid, overdue, paid, cancelled].map(({ id }) => `/sales/invoices/${id}`),
    '/sales/invoices/new/1',
    `/sales/invoices/${unpaid.id}?pay=1`,
    '/sales/payments',
    `/sales/payments/${payment.id}`,
    '/sales/shipments',
    `/sales/shipments/${shipment.id}`,
    '/settings/numbering',
    '/sales/products',
    ...[product, archived].map(({ id }) => `/sales/products/${id}`),
    ...['products', 'quotes', 'invoices', 'shipments'].map((tab) => `/crm/deals/1?tab=${tab}`),
    ...(await Promise.all([open, expired, declined, accepted].map((each) => pub('quotes', each)))),
    ...(await Promise.all([unpaid, overdue, paid, cancelled].map((each) => pub('invoices', each)))),
  ];
}
