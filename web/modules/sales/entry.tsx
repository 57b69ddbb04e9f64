import { invoiceEndpoints, quoteEndpoints } from '../../../server/contracts/sales/endpoints.js';
import { defineWebModule } from '../../core/module.js';
import { recordEarly } from '../../core/records/early.js';
import { exportCommand } from '../../core/records/export-command.js';
import { StartPage } from '../../core/shell/start-page.js';
import { useDocumentsOfCompany, useDocumentsOfContact } from './client/counts.js';
import { useInvoiceCount, useQuoteCount, useShipmentCount } from './deal/counts.js';
import { useOverdueOfMyDay, usePaidInFullOfMyDay, useQuotesOfMyDay, useUndeliveredInvoicesOfMyDay, useUndeliveredQuotesOfMyDay } from './my-day.js';
import { noticeOffers } from './notices.js';
import { sections } from './records/sections.js';

const Start = () => <StartPage places={sections} />;

export default defineWebModule({
  id: 'sales',
  firstSteps: [
    { id: 'products', labelKey: 'firstSteps.products', to: '/sales/products' },
    { id: 'quote', labelKey: 'firstSteps.quote', to: '/sales/quotes' },
  ],
  rail: [{ path: '/sales', icon: 'doc', labelKey: 'rail', rights: sections.map(({ right }) => right) }],
  routes: [
    { path: '/sales', load: async () => ({ default: Start }) },
    { path: '/sales/quotes', right: 'sales.quote.read', load: () => import('./quotes/quotes-page.js') },
    { path: '/sales/quotes/new/$deal', right: 'sales.quote.create', load: () => import('./quotes/quote-page.js') },
    {
      path: '/sales/quotes/$id',
      right: 'sales.quote.read',
      load: () => import('./quotes/quote-page.js'),
      early: recordEarly('sales.quote', { get: quoteEndpoints.get }),
    },
    { path: '/sales/invoices', right: 'sales.invoice.read', load: () => import('./invoices/invoices-page.js') },
    { path: '/sales/invoices/new/$deal', right: 'sales.invoice.create', load: () => import('./invoices/invoice-page.js') },
    {
      path: '/sales/invoices/$id',
      right: 'sales.invoice.read',
      load: () => import('./invoices/invoice-page.js'),
      early: recordEarly('sales.invoice', { get: invoiceEndpoints.get }),
    },
    { path: '/sales/payments', below: ['$id'], right: 'sales.payment.read', load: () => import('./payments/payments-page.js') },
    { path: '/sales/shipments', below: ['$id'], right: 'sales.shipment.read', load: () => import('./shipments/shipments-page.js') },
    { path: '/sales/products', below: ['$id'], right: 'sales.product.read', load: () => import('./products/products-page.js') },
  ],
  records: {
    'sales.quote': { icon: 'doc', url: (id) => `/sales/quotes/${id}` },
    'sales.invoice': { icon: 'card', url: (id) => `/sales/invoices/${id}` },
    'sales.payment': { icon: 'money', url: (id) => `/sales/payments/${id}` },
    'sales.shipment': { icon: 'truck', url: (id) => `/sales/shipments/${id}` },
    'sales.product': { icon: 'tag', url: (id) => `/sales/products/${id}` },
  },
  recordTabs: [
    { recordType: 'crm.deal', id: 'products', labelKey: 'deal.rows', right: 'sales.product.read', load: () => import('./deal/rows-tab.js') },
    {
      recordType: 'crm.deal',
      id: 'quotes',
      labelKey: 'quote.plural',
      right: 'sales.quote.read',
      load: () => import('./deal/quotes-tab.js'),
      useCount: useQuoteCount,
    },
    {
      recordType: 'crm.deal',
      id: 'invoices',
      labelKey: 'deal.invoices',
      right: 'sales.invoice.read',
      load: () => import('./deal/invoices-tab.js'),
      useCount: useInvoiceCount,
    },
    {
      recordType: 'crm.deal',
      id: 'shipments',
      labelKey: 'shipment.plural',
      right: 'sales.shipment.read',
      load: () => import('./deal/shipments-tab.js'),
      useCount: useShipmentCount,
    },
    {
      recordType: 'crm.company',
      id: 'documents',
      labelKey: 'client.documents',
      rights: ['sales.quote.read', 'sales.invoice.read'],
      load: () => import('./client/documents-tab.js'),
      useCount: useDocumentsOfCompany,
    },
    {
      recordType: 'crm.contact',
      id: 'documents',
      labelKey: 'client.documents',
      rights: ['sales.quote.read', 'sales.invoice.read'],
      load: () => import('./client/documents-tab.js'),
      useCount: useDocumentsOfContact,
    },
  ],
  commands: [
    { id: 'quotes', labelKey: 'quote.plural', icon: 'doc', right: 'sales.quote.read', to: '/sales/quotes' },
    { id: 'invoices', labelKey: 'invoice.plural', icon: 'card', right: 'sales.invoice.read', to: '/sales/invoices' },
    { id: 'payments', labelKey: 'payment.plural', icon: 'money', right: 'sales.payment.read', to: '/sales/payments' },
    { id: 'shipments', labelKey: 'shipment.plural', icon: 'truck', right: 'sales.shipment.read', to: '/sales/shipments' },
    { id: 'products', labelKey: 'product.plural', icon: 'tag', right: 'sales.product.read', to: '/sales/products' },
    exportCommand(['/sales/quotes', '/sales/invoices', '/sales/payments', '/sales/shipments', '/sales/products'], 'sales.quote.export'),
  ],
  notices: noticeOffers,
  settings: [
    { path: 'numbering', labelKey: 'numbering.title', icon: 'doc', right: 'core.settings.manage', load: () => import('./settings/numbering-page.js') },
  ],
  myDay: [
    { id: 'undelivered-quotes', right: 'sales.quote.read', useItems: useUndeliveredQuotesOfMyDay },
    { id: 'undelivered-invoices', right: 'sales.invoice.read', useItems: useUndeliveredInvoicesOfMyDay },
    { id: 'overdue', right: 'sales.invoice.read', useItems: useOverdueOfMyDay },
    { id: 'paid-in-full', right: 'sales.invoice.read', useItems: usePaidInFullOfMyDay },
    { id: 'to-invoice', right: 'sales.quote.read', useItems: useQuotesOfMyDay },
  ],
});
