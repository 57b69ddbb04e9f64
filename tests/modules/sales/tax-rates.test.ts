import { sql } from 'kysely';
import t from 'tap';
import { finerTaxRates } from '../../../migrations/sales/0009-finer-tax-rates.js';
import { schemaOver } from '../../../server/core/db/schema.js';
import { load } from '../../support/importing.js';
import { dialects, startPortal } from '../../support/portal.js';
import { brl, dealOf, ok, pathsOf, quoteOf, row, tokenOf } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`tax rates with three places on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'sales'] });
    const { admin } = p;
    const product = async (id: number) => ok(await admin.api('GET', `sales/products/${id}`));

    await t.test('are kept of products, and taken over by rows with the tax rounded half-up', async (t) => {
      const made = ok(await admin.api('POST', 'sales/products', { name: 'Lamp', price: brl(10_000), taxRate: 8.875 }), 201);
      t.equal((await product(made.id)).taxRate, 8.875);
      t.equal(ok(await admin.api('GET', 'sales/products')).items[0].taxRate, 8.875, 'in lists too');
      const deal = await dealOf(admin, 'Lamps');
      const quote = await quoteOf(admin, deal.id, [{ productId: made.id, name: 'Lamp', quantity: 1, price: brl(10_000) }]);
      t.match(quote, { rows: [{ taxRate: 8.875, tax: brl(888) }], total: brl(10_888) });
      ok(await admin.api('POST', `sales/quotes/${quote.id}/hand-on`, { via: 'paper' }));
      const paper = ok(await p.api('GET', `sales/public/${await tokenOf(admin, 'quotes', quote.id)}`));
      t.match(paper, { rows: [{ taxRate: 8.875 }] }, 'the client sees it');
      const invoice = ok(await admin.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.match(invoice, { rows: [{ taxRate: 8.875, tax: brl(888) }] });
    });

    await t.test('are refused with a fourth place, and a discount with a third', async (t) => {
      const wrong = await admin.api('POST', 'sales/products', { name: 'Lamp', price: brl(1), taxRate: 8.8755 });
      t.match(wrong, { status: 422, body: { errors: [{ path: 'taxRate', message: 'At most 3 decimal places.' }] } });
      t.same(pathsOf(await admin.api('POST', 'sales/products', { name: 'Lamp', price: brl(1), taxRate: 100.001 })), ['taxRate']);
      const deal = await dealOf(admin, 'Refused');
      const post = (more: object) => admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row('A', 1, 100, more)] });
      t.same(pathsOf(await post({ taxRate: 8.8755 })), ['rows.0.taxRate']);
      t.match((await post({ discountPercent: 1.125 })).body, { errors: [{ path: 'rows.0.discountPercent', message: 'At most 2 decimal places.' }] });
    });

    await t.test('come and go in files', async (t) => {
      t.match(await load(p, admin, 'products', { name: 'p.csv', content: 'name;price;tax\nCable;1,00;8,875\nPlug;2,00;7,5 %\n' }), { created: 2 });
      const { items } = ok(await admin.api('GET', 'sales/products?q=cable'));
      t.equal(items[0].taxRate, 8.875);
      const { body } = await admin.api('GET', 'sales/products/export?format=csv&columns=name,taxRate');
      t.match(String(body), /Cable.8[.,]875/);
    });

    await t.test('of before are converted where they stand', async (t) => {
      const { db } = p.portal.services;
      const before = (ok(await admin.api('GET', 'sales/products')).items as { name: string }[]).map(({ name }) => name);
      ok(await admin.api('POST', 'sales/products', { name: 'Free', price: brl(1) }), 201);
      await db.write(async ({ q }) => {
        for (const table of ['sales_products', 'sales_rows']) await sql`update ${sql.table(table)} set tax_rate = 1750 where tax_rate <> 0`.execute(q);
        await finerTaxRates.up(schemaOver(dialect, q));
      });
      const after = ok(await admin.api('GET', 'sales/products')).items as { name: string; taxRate: number | null }[];
      t.same(
        after.map(({ name, taxRate }) => [name, taxRate]),
        [['Free', null], ...before.map((name) => [name, 17.5])],
      );
      const { items } = ok(await admin.api('GET', 'sales/quotes'));
      t.equal(ok(await admin.api('GET', `sales/quotes/${items[0].id}`)).rows[0].taxRate, 17.5);
    });
  });
}
