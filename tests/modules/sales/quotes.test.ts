import fc from 'fast-check';
import t from 'tap';
import { computeDocument } from '../../../server/contracts/sales/money.js';
import { dialects, startPortal } from '../../support/portal.js';
import { brl, dealOf, kindsOf, noticesOf, ok, pathsOf, quoteOf, row, timelineOf } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`quotes on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const ana = p.admin;

    await t.test('a quote is made of a deal: owner, client, totals, the deal’s amount, timeline', async (t) => {
      const deal = await dealOf(ana, 'Doors');
      const product = ok(await ana.api('POST', 'sales/products', { name: 'Hinge', price: brl(1890), unit: 'pc', taxRate: 12.5 }), 201);
      t.equal(product.isActive, true);
      const quote = await quoteOf(
        ana,
        deal.id,
        [{ productId: product.id, name: 'Hinge', quantity: 48, price: brl(16_450), discountPercent: 8 }, row('Fitting', 1.5, 1001, { taxRate: 0 })],
        {
          validUntil: '2099-12-31',
          terms: 'Thirty days.',
        },
      );
      t.match(quote, { status: 'draft', dealId: deal.id, companyId: deal.companyId, contactId: deal.contactId, ownerId: ana.id, version: 1 });
      t.match(quote.rows[0], { unit: 'pc', taxRate: 12.5, net: brl(726_432), tax: brl(90_804), productId: product.id });
      t.same(quote.net, brl(726_432 + 1502));
      t.same(quote.total, brl(726_432 + 1502 + 90_804));
      t.same(ok(await ana.api('GET', `sales/quotes/${quote.id}`)), quote);
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, quote.total);
      t.same((await kindsOf(ana, deal.id)).slice(-2), ['sales.quote.created', 'sales.deal.amount']);
      const listed = ok(await ana.api('GET', `sales/quotes?dealId=${deal.id}&total=true`));
      t.equal(listed.total, 1);
      t.equal(listed.items[0].number, quote.number);
      t.same(listed.sums, [{ currency: 'BRL', count: 1, amount: quote.total.amount }]);
    });

    await t.test('the amount that was typed on a deal comes back when its last document goes', async (t) => {
      const deal = await dealOf(ana, 'Typed');
      const amountNow = async () => ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount;
      const type = async (amount: object | null) => ok(await ana.api('PATCH', `crm/deals/${deal.id}`, { amount }));
      const remove = async ({ id }: { id: number }) => ok(await ana.api('DELETE', `sales/quotes/${id}`));
      const putRows = async (rows: object[]) => ok(await ana.api('PUT', `sales/deals/${deal.id}/rows`, { rows }));
      const reasons = async () =>
        ok(await ana.api('GET', `crm/deals/${deal.id}/timeline`))
          .items.filter(({ kind }: { kind: string }) => kind === 'sales.deal.amount')
          .map(({ data }: { data: { because: string } }) => data.because);
      await type(brl(50_000));
      const first = await quoteOf(ana, deal.id, [row('A', 1, 700)]);
      t.same(await amountNow(), brl(700), 'while there is a quote, its total');
      await putRows([row('A', 1, 900)]);
      const second = await quoteOf(ana, deal.id, [row('A', 1, 800)]);
      t.same(await amountNow(), brl(800));
      await remove(second);
      t.same(await amountNow(), brl(700));
      ok(await ana.api('POST', `sales/quotes/${first.id}/decline`, {}));
      t.same(await amountNow(), brl(900), 'then that of its own products');
      await putRows([]);
      t.same(await amountNow(), brl(50_000), 'and in the end what was typed');
      t.same(await reasons(), ['typed', 'rows', 'quote', 'quote', 'quote'], 'each time it is said why');

      ok(await ana.api('POST', `sales/quotes/${second.id}/restore`));
      t.same(await amountNow(), brl(800));
      await type(brl(60_000));
      await remove(second);
      t.same(await amountNow(), brl(60_000), 'typed over that of a quote it stays');
      await type(null);
      const third = await quoteOf(ana, deal.id, [row('A', 1, 300)]);
      t.same(await amountNow(), brl(300));
      await remove(third);
      t.equal(await amountNow(), null, 'none where none was typed');
      t.equal((await reasons())[0], 'none');
    });

    await t.test('what is wrong is named', async (t) => {
      const deal = await dealOf(ana, 'Wrong');
      const post = (body: object) => ana.api('POST', 'sales/quotes', body);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [] })), ['rows']);
      t.same(pathsOf(await post({ dealId: deal.id })), ['rows']);
      t.same(pathsOf(await post({ dealId: 999_999, rows: [row('A', 1, 1)] })), ['dealId']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1, 1), { name: 'B', quantity: 1, price: { amount: 1, currency: 'EUR' } }] })), [
        'rows.1.price.currency',
      ]);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1.0001, 1)] })), ['rows.0.quantity']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1, 1), row('B', 1, 1, { productId: 999_999 })] })), ['rows.1.productId']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1, 1, { discountPercent: 100.5 })] })), ['rows.0.discountPercent']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row(' ', 1, 1)] })), ['rows.0.name']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', -1, 1)] })), ['rows'], 'a total below zero');
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1e9, 1e15)] })), ['rows.0']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 2, 1e15)] })), ['rows']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1, 1)], contactId: 999_999 })), ['contactId']);
      t.same(pathsOf(await post({ dealId: deal.id, rows: [row('A', 1, 1)], number: 'mine' })), ['number']);
      t.equal((await post({ dealId: deal.id, rows: [row('A', 1, 1), row('Off', -1, 1)] })).status, 201, 'a total of zero is one');
      t.equal((await post({ dealId: deal.id, rows: [row('A', 1, 500), row('Off', 1, -500)] })).status, 201, 'and so is a row that takes off');
      const empty = await post({ dealId: deal.id, rows: [row('A', 1, 1), row('B', 0, 1), row('C', 0, 0)] });
      t.same(pathsOf(empty), ['rows.1.quantity', 'rows.2.quantity'], 'rows of nothing');
      t.equal(empty.body.errors[0].message, 'Write how many, or take the row out.');
      const below = await post({ dealId: deal.id, rows: [row('A', 1, 500), row('Off', 1, -501)] });
      t.equal(below.body.errors[0].message, 'The total is below zero: take a reduction back or make it smaller.');
    });

    await t.test('the preview computes what the stored document would have', async (t) => {
      const preview = ok(await ana.api('POST', 'sales/quotes/preview', { rows: [row('A', 1.005, 100, { taxRate: 17.5 })] }));
      t.same(preview, { rows: [{ net: brl(101), tax: brl(18) }], net: brl(101), tax: brl(18), total: brl(119) });
      t.equal((await ana.api('POST', 'sales/quotes/preview', { rows: [] })).status, 422);
    });

    await t.test('rows, terms and day are changed while nobody has answered; the version counts', async (t) => {
      const deal = await dealOf(ana, 'Change');
      const quote = await quoteOf(ana, deal.id);
      const change = (body: object) => ana.api('PATCH', `sales/quotes/${quote.id}`, body);
      const changed = ok(await change({ version: 1, rows: [row('Hinge', 3, 1000)], terms: 'New' }));
      t.same(changed.total, brl(3000));
      t.equal(changed.rows.length, 1);
      t.ok(changed.version > 1);
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, brl(3000));
      const stale = await change({ version: 1, rows: [row('Hinge', 9, 1000)] });
      t.equal(stale.status, 409);
      t.equal(stale.body.current.rows[0].quantity, 3);
      const renamed = ok(await change({ version: changed.version, rows: [row('Brass hinge', 3, 1000)] }));
      t.ok(renamed.version > changed.version, 'other rows are another version, also with the same total');
      const same = ok(await change({ rows: [row('Brass hinge', 3, 1000)] }));
      t.equal(same.version, renamed.version, 'the same rows are none');
      const entries = ok(await ana.api('GET', `sales/quotes/${quote.id}/history`)).items as { changes: Record<string, unknown> }[];
      t.ok(entries.some(({ changes }) => 'rows' in changes));
      ok(await ana.api('POST', `sales/quotes/${quote.id}/accept`, {}));
      const closed = await change({ terms: 'Too late' });
      t.equal(closed.status, 409);
      t.equal(closed.body.code, 'document-closed');
      t.equal((await change({ ownerId: ana.id })).status, 200, 'its owner may still change');
      t.equal((await ana.api('DELETE', `sales/quotes/${quote.id}`)).status, 409);
    });

    await t.test('accepting and declining', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
      const deal = await dealOf(bruno, 'Answer');
      const first = await quoteOf(bruno, deal.id, [row('A', 1, 1000)]);
      const second = await quoteOf(bruno, deal.id, [row('B', 1, 5000)]);
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, brl(5000), 'the newest quote');
      const accepted = ok(await ana.api('POST', `sales/quotes/${first.id}/accept`, { name: 'Carla Dias' }));
      t.match(accepted, { status: 'accepted', acceptedBy: 'Carla Dias' });
      t.same(ok(await ana.api('POST', `sales/quotes/${first.id}/accept`, {})), accepted, 'again is the same');
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, brl(1000), 'the accepted one');
      const declined = ok(await ana.api('POST', `sales/quotes/${second.id}/decline`, { reason: 'Too dear' }));
      t.equal(declined.status, 'declined');
      t.equal((await ana.api('POST', `sales/quotes/${second.id}/accept`, {})).body.code, 'document-closed');
      t.equal((await ana.api('POST', `sales/quotes/${first.id}/decline`, {})).status, 409);
      const codes = (await noticesOf(p, bruno)).map(({ code }) => code);
      t.same(codes.filter((code) => code.startsWith('sales.')).sort(), ['sales.quote.accepted', 'sales.quote.declined'], 'the owner is told once of each');
      const entries = await timelineOf(bruno, deal.id);
      t.match(
        entries.find(({ kind }) => kind === 'sales.quote.accepted'),
        { actorId: ana.id, data: { number: first.number, name: 'Carla Dias', byClient: false } },
      );
      t.match(
        entries.find(({ kind }) => kind === 'sales.quote.declined'),
        { data: { reason: 'Too dear' } },
      );
      const late = await quoteOf(bruno, deal.id, [row('A', 1, 1)], { validUntil: '2020-01-01' });
      t.equal((await bruno.api('POST', `sales/quotes/${late.id}/accept`, {})).body.code, 'quote-expired');
    });

    await t.test('into the bin and back', async (t) => {
      const deal = await dealOf(ana, 'Bin');
      const first = await quoteOf(ana, deal.id, [row('A', 1, 1000)]);
      const second = await quoteOf(ana, deal.id, [row('B', 1, 5000)]);
      ok(await ana.api('DELETE', `sales/quotes/${second.id}`));
      t.equal((await ana.api('GET', `sales/quotes/${second.id}`)).status, 404);
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, first.total);
      ok(await ana.api('POST', `sales/quotes/${second.id}/restore`, {}));
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, second.total);
    });

    await t.test('a deal’s own product rows', async (t) => {
      const deal = ok(await ana.api('POST', 'crm/deals', { title: 'Rows', amount: brl(77) }), 201);
      const empty = ok(await ana.api('GET', `sales/deals/${deal.id}/rows`));
      t.same(empty, { rows: [], net: brl(0), tax: brl(0), total: brl(0) });
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, brl(77), 'an amount typed by hand stays');
      const put = ok(await ana.api('PUT', `sales/deals/${deal.id}/rows`, { rows: [row('A', 2, 1000, { taxRate: 10 })] }));
      t.same(put.total, brl(2200));
      t.same(ok(await ana.api('GET', `sales/deals/${deal.id}/rows`)), put);
      t.same(ok(await ana.api('GET', `crm/deals/${deal.id}`)).amount, brl(2200));
      t.equal((await ana.api('GET', 'sales/deals/999999/rows')).status, 404);
      t.same(ok(await ana.api('PUT', `sales/deals/${deal.id}/rows`, { rows: [] })).rows, []);
    });

    await t.test('stored totals are those of the one arithmetic, whatever the rows', async (t) => {
      const deal = await dealOf(ana, 'Property');
      const rows = fc.array(
        fc.record(
          {
            name: fc.constantFrom('A', 'B'),
            quantity: fc.integer({ min: 1, max: 5_000_000 }).map((n) => n / 1000),
            price: fc.integer({ min: 0, max: 900_000_000 }).map(brl),
            discountPercent: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
            taxRate: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
          },
          { noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 12 },
      );
      await fc.assert(
        fc.asyncProperty(rows, async (given) => {
          const quote = await quoteOf(ana, deal.id, given);
          const { net, tax, total, rows: each } = computeDocument(given);
          t.strictSame({ net: quote.net, tax: quote.tax, total: quote.total }, { net, tax, total });
          t.strictSame(
            quote.rows.map((one: { net: object; tax: object }) => ({ net: one.net, tax: one.tax })),
            each,
          );
          t.strictSame(
            quote.rows.map(({ name, quantity, price, discountPercent, taxRate }: (typeof given)[number]) => ({
              name,
              quantity,
              price,
              discountPercent,
              taxRate,
            })),
            given,
          );
          const invoice = ok(await ana.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
          t.strictSame({ net: invoice.net, tax: invoice.tax, total: invoice.total, due: invoice.due }, { net, tax, total, due: total });
        }),
        { numRuns: 40 },
      );
    });
  });
}
