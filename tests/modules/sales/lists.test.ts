import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { brl, dealOf, ok, quoteOf, row } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`lists of sales on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    for (let i = 0; i < 5; i += 1) {
      ok(await p.admin.api('POST', 'sales/products', { name: `Hinge ${i}`, code: `H-${i}`, price: brl(500 - i * 100), series: i % 2 ? 'A' : 'B' }), 201);
      const deal = await dealOf(bruno, `Deal ${i}`);
      const quote = await quoteOf(bruno, deal.id, [row('A', 1, (i + 1) * 100)]);
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { quoteId: quote.id, dueOn: `2099-01-0${5 - i}` }), 201);
      ok(await bruno.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(i + 1), day: `2026-02-0${5 - i}` }), 201);
      ok(await bruno.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'A', quantity: 1 }] }), 201);
    }
    const orders: [string, string, (one: Record<string, { amount: number }>) => unknown][] = [
      ['products', 'price', (one) => one.price?.amount],
      ['quotes', 'total', (one) => one.total?.amount],
      ['quotes', 'createdAt', (one) => one.createdAt],
      ['invoices', 'total', (one) => one.total?.amount],
      ['invoices', 'dueOn', (one) => one.dueOn],
      ['payments', 'day', (one) => one.day],
      ['payments', 'createdAt', (one) => one.createdAt],
      ['shipments', 'createdAt', (one) => one.createdAt],
    ];

    await t.test('every order that is offered is kept over pages, for those who see all and for those who see their own', async (t) => {
      for (const who of [p.admin, bruno]) {
        for (const [plural, field, shown] of orders) {
          for (const sign of ['', '-']) {
            const values: unknown[] = [];
            let after: string | null = '';
            while (after !== null) {
              const page: { items: never[]; next: string | null } = ok(
                await who.api('GET', `sales/${plural}?limit=2&sort=${sign}${field}${after ? `&after=${after}` : ''}`),
              );
              values.push(...page.items.map(shown));
              after = page.next;
            }
            const sorted = [...values].sort((a, b) => (a === b ? 0 : (a as number) < (b as number) ? -1 : 1));
            t.same(values, sign ? sorted.reverse() : sorted, `${plural} by ${sign}${field}`);
            t.equal(values.length, 5);
          }
        }
      }
    });

    await t.test('products are found by name, code and series', async (t) => {
      const found = async (query: string) =>
        ok(await bruno.api('GET', `sales/products?${query}`))
          .items.map(({ code }: { code: string }) => code)
          .sort();
      t.same(await found('q=hinge%203'), ['H-3']);
      t.same(await found('code=H-2'), ['H-2']);
      t.same(await found('series=A'), ['H-1', 'H-3']);
      t.same(await found('isActive=false'), []);
    });

    await t.test('the search says of a document whom it is for, what it comes to and how it stands', async (t) => {
      const [quote] = ok(await bruno.api('GET', 'sales/quotes?sort=total')).items;
      const [invoice] = ok(await bruno.api('GET', 'sales/invoices?sort=total')).items;
      const hit = async (type: string, number: string) => ok(await bruno.api('GET', `search?q=${number}&types=${type}`)).items[0];
      t.match(await hit('sales.quote', quote.number), { snippet: 'Lumen Ltda', amount: quote.total, state: { field: 'status', option: quote.status } });
      t.match(await hit('sales.invoice', invoice.number), { snippet: 'Lumen Ltda', amount: invoice.total, state: { field: 'status', option: 'partly-paid' } });
    });

    await t.test('documents are found by number, status, deal and day', async (t) => {
      const [first] = ok(await bruno.api('GET', 'sales/quotes?limit=1')).items;
      t.equal(ok(await bruno.api('GET', `sales/quotes?q=${first.number}`)).items.length, 1);
      t.equal(ok(await bruno.api('GET', `sales/quotes?dealId=${first.dealId}`)).items[0].id, first.id);
      t.equal(ok(await bruno.api('GET', 'sales/invoices?status=partly-paid&dueOn.gte=2099-01-03&total=true')).total, 3);
      t.equal(ok(await bruno.api('GET', 'sales/invoices?status=paid&total=true')).total, 0);
      t.same(ok(await bruno.api('GET', 'sales/payments?total=true&limit=1')).sums, [{ currency: 'BRL', count: 5, amount: 15 }]);
      t.equal((await bruno.api('GET', 'sales/quotes?terms=x')).status, 422);
    });
  });
}
