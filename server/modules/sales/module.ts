import './tables.js';
import { DealsToClose, ProductNames } from '../../contracts/crm/ports.js';
import {
  dealSalesEndpoints,
  invoiceEndpoints,
  paymentEndpoints,
  productEndpoints,
  publicEndpoints,
  quoteEndpoints,
  shipmentEndpoints,
} from '../../contracts/sales/endpoints.js';
import { invoicePaid, quoteAccepted } from '../../contracts/sales/events.js';
import { numberingEndpoints } from '../../contracts/sales/numbering.js';
import { Purges } from '../../core/bin/purge.js';
import { BulkKinds } from '../../core/bulk/behaviour.js';
import { FirstSteps } from '../../core/first-steps/point.js';
import { Importers } from '../../core/imports/point.js';
import { MailFollowers } from '../../core/mail/followers.js';
import { implement } from '../../core/module.js';
import { DueSources } from '../../core/notify/due.js';
import { NoticeKinds } from '../../core/notify/kinds.js';
import { NoticeOutcomes } from '../../core/notify/outcomes.js';
import { Samples } from '../../core/sample/point.js';
import { Returns } from '../../core/time-machine/returns.js';
import { dealSalesHandlers, dealSalesSchemas } from './deals/api.js';
import { dealsToClose, dueToWin } from './deals/paid-in-full.js';
import { mailFollowers } from './documents/mail-news.js';
import { closePdfWorker } from './documents/pdf.js';
import { dueUndelivered } from './documents/undelivered.js';
import { firstSteps } from './first-steps.js';
import { productImporter, productNames } from './imports/products.js';
import { invoiceHandlers, invoiceSchemas } from './invoices/api.js';
import { overdueInvoices } from './invoices/due.js';
import { overdueHandler } from './invoices/reminders.js';
import { invoiceKind, paymentKind, productKind, quoteKind, shipmentKind } from './kinds.js';
import { manifest } from './manifest.js';
import { manyBehaviours } from './many/behaviours.js';
import { noticeOutcomes } from './notice-outcomes.js';
import { noticeKinds } from './notices.js';
import { numberingHandlers, numberingSchemas } from './numbering/api.js';
import { paymentHandlers, paymentSchemas } from './payments/api.js';
import { productHandlers, productSchemas } from './products/api.js';
import { publicHandlers, publicSchemas } from './public/api.js';
import { purges } from './purges.js';
import { quoteHandlers, quoteSchemas } from './quotes/api.js';
import { dueToInvoice } from './quotes/to-invoice.js';
import { returns } from './returns.js';
import { salesSample } from './sample/sample.js';
import { shipmentHandlers, shipmentSchemas } from './shipments/api.js';

export default implement(manifest, {
  register(on, run) {
    for (const kind of [productKind, quoteKind, invoiceKind, paymentKind, shipmentKind]) on.record(kind);
    on.api(productEndpoints, productSchemas, productHandlers(run));
    on.api(quoteEndpoints, quoteSchemas, quoteHandlers(run));
    on.api(invoiceEndpoints, invoiceSchemas, invoiceHandlers(run));
    on.api(paymentEndpoints, paymentSchemas, paymentHandlers(run));
    on.api(shipmentEndpoints, shipmentSchemas, shipmentHandlers(run));
    on.api(dealSalesEndpoints, dealSalesSchemas, dealSalesHandlers(run));
    on.api(numberingEndpoints, numberingSchemas, numberingHandlers(run));
    on.api(publicEndpoints, publicSchemas, publicHandlers(run));
    on.contribute(Importers, productImporter(run));
    on.contribute(ProductNames, productNames(run));
    on.contribute(DealsToClose, dealsToClose(run));
    for (const purge of purges(run)) on.contribute(Purges, purge);
    for (const one of returns(run)) on.contribute(Returns, one);
    for (const step of firstSteps) on.contribute(FirstSteps, step);
    for (const follower of mailFollowers(run)) on.contribute(MailFollowers, follower);
    on.contribute(Samples, salesSample(run));
    for (const kind of noticeKinds) on.contribute(NoticeKinds, kind);
    on.contribute(DueSources, overdueInvoices(run));
    on.contribute(DueSources, dueToInvoice(run));
    on.contribute(DueSources, dueToWin(run));
    for (const source of dueUndelivered(run)) on.contribute(DueSources, source);
    for (const one of noticeOutcomes) on.contribute(NoticeOutcomes, one);
    for (const behaviour of Object.values(manyBehaviours(run))) on.contribute(BulkKinds, behaviour);
    for (const event of [quoteAccepted, invoicePaid]) on.announce(event);
    on.task('invoice-overdue', overdueHandler(run));
  },
  stop: (run) => closePdfWorker(run.db),
});
