import { plusDays } from '../../../contracts/core/calendar-day.js';
import { numberedKinds } from '../../../contracts/sales/numbering.js';
import type { DraftRow, Product } from '../../../contracts/sales/records.js';
import { dayIn } from '../../../core/db/days.js';
import { digitsOf } from '../../../core/imports/numbers.js';
import { create } from '../../../core/records/change.js';
import type { Sample } from '../../../core/sample/point.js';
import { createInvoice } from '../invoices/create-invoice.js';
import { productKind } from '../kinds.js';
import { giveBackNumbers } from '../numbering/give-back.js';
import { forgetSampleSeries } from '../numbering/numbers.js';
import { addPayment } from '../payments/add-payment.js';
import { acceptQuote } from '../quotes/answer-quote.js';
import { createQuote } from '../quotes/create-quote.js';
import type { SalesRun } from '../run.js';
import { createShipment } from '../shipments/create-shipment.js';

/** Name, code, unit, price in the main unit of the currency. */
type Line = readonly [string, string, string, number];

const english: readonly Line[] = [
  ['Oak table, 180 cm', 'TB-180', 'pc', 890],
  ['Oak chair', 'CH-01', 'pc', 145],
  ['Bar stool', 'ST-40', 'pc', 160],
  ['Shelf, 2 m', 'SH-200', 'pc', 240],
  ['Counter, by the metre', 'CT-M', 'm', 620],
  ['Cabinet with doors', 'CB-02', 'pc', 540],
  ['Delivery and assembly', 'SV-01', 'h', 55],
  ['Drawing and measuring', 'SV-02', 'h', 70],
];
const portuguese: readonly Line[] = [
  ['Mesa de carvalho, 180 cm', 'MS-180', 'un', 4450],
  ['Cadeira de carvalho', 'CD-01', 'un', 725],
  ['Banqueta alta', 'BQ-40', 'un', 800],
  ['Estante, 2 m', 'ES-200', 'un', 1200],
  ['Balcão por metro', 'BC-M', 'm', 3100],
  ['Armário com portas', 'AR-02', 'un', 2700],
  ['Entrega e montagem', 'SV-01', 'h', 275],
  ['Projeto e medição', 'SV-02', 'h', 350],
];
const methods = { en: 'Bank transfer', pt: 'Pix' };

/** A row for each pair: number of the product, quantity. */
const rowsOf = (products: readonly Product[], wanted: readonly (readonly [number, number])[]): DraftRow[] =>
  wanted.map(([n, quantity]) => {
    const product = products[n];
    if (!product?.price) throw new Error(`The sample has no product ${n}`);
    return { productId: product.id, name: product.name ?? '', unit: product.unit, quantity, price: product.price, taxRate: product.taxRate ?? 0 };
  });

const sampleOf = (run: SalesRun): Sample => ({
  total: english.length + 7,
  async make(actor, made) {
    const { currency, timeZone } = run.settings.company();
    const isPortuguese = actor.language.startsWith('pt');
    const products: Product[] = [];
    for (const [name, code, unit, price] of isPortuguese ? portuguese : english) {
      const draft = { name, code, unit, price: { amount: price * 10 ** digitsOf(currency), currency }, isActive: true };
      products.push((await run.db.write((tx) => create(run.records, tx, actor, productKind, draft))) as Product);
    }
    const deals = await made('crm.deal');
    const [draftDeal, openDeal, wonDeal, directDeal] = [deals[2], deals[6], deals[9], deals[7]];
    if (!draftDeal || !openDeal || !wonDeal || !directDeal) return;
    const today = dayIn(timeZone, run.now());
    const until = (days: number) => plusDays(today, days);
    await createQuote(run, actor, {
      dealId: draftDeal,
      validUntil: until(21),
      rows: rowsOf(products, [
        [0, 12],
        [1, 48],
        [3, 10],
        [7, 8],
      ]),
    });
    await createQuote(run, actor, {
      dealId: openDeal,
      validUntil: until(10),
      rows: rowsOf(products, [
        [4, 6],
        [5, 4],
        [6, 16],
      ]),
    });
    const agreed = await createQuote(run, actor, {
      dealId: wonDeal,
      validUntil: until(14),
      rows: rowsOf(products, [
        [0, 6],
        [1, 36],
        [6, 12],
      ]),
    });
    await acceptQuote(run, agreed.id, { actor, name: actor.name, address: null });
    const invoice = await createInvoice(run, actor, { quoteId: agreed.id, dueOn: until(9) });
    await createInvoice(run, actor, {
      dealId: directDeal,
      dueOn: until(-3),
      rows: rowsOf(products, [
        [3, 30],
        [6, 10],
      ]),
    });
    const half = { amount: Math.round((invoice.total?.amount ?? 0) / 2), currency };
    await run.db.write((tx) => addPayment(run, tx, actor, invoice.id, { amount: half, method: isPortuguese ? methods.pt : methods.en }));
    const [tables] = agreed.rows;
    if (tables) await createShipment(run, actor, { invoiceId: invoice.id, rows: [{ quoteRowId: tables.id, quantity: 4 }], day: today });
  },
  async release(tx, ids) {
    for (const kind of numberedKinds) {
      // A sample of an earlier version took from the company's own numbers.
      await giveBackNumbers(run, tx, kind, ids(`sales.${kind}`));
      await forgetSampleSeries(tx, kind);
    }
  },
});

/** A catalogue, and what was quoted, invoiced, shipped and paid of it on some of the deals. */
export const salesSample = (run: SalesRun): Sample => sampleOf({ ...run, isSample: true });
