import t from 'tap';
import { dialects, startPortal, type Visitor } from '../../support/portal.js';
import { brl, dealOf, ok, pathsOf, quoteOf, row } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`who may do what with sales documents on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const [bruno, carla] = [await p.person('Bruno Lima', { role: 'salesperson' }), await p.person('Carla Reis', { role: 'salesperson' })];
    const deal = await dealOf(bruno, 'Of Bruno');
    const quote = await quoteOf(bruno, deal.id);
    const invoice = ok(await bruno.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
    const payment = ok(await bruno.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(100) }), 201);
    const shipment = ok(await bruno.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'A', quantity: 1 }] }), 201);

    await t.test('a payment noted wrongly is taken back by whoever noted it, on that day; later by whoever may take back any', async (t) => {
      const slip = ok(await bruno.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(7) }), 201);
      t.equal((await carla.api('POST', `sales/payments/${slip.id}/take-back`)).status, 404);
      ok(await bruno.api('POST', `sales/payments/${slip.id}/take-back`));
      t.equal(ok(await bruno.api('GET', `sales/invoices/${invoice.id}`)).paid.amount, 100);
      const foreign = ok(await p.admin.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(7) }), 201);
      t.match(await bruno.api('POST', `sales/payments/${foreign.id}/take-back`), { status: 403, body: { permission: 'sales.payment.delete' } });
      ok(await p.admin.api('DELETE', `sales/payments/${foreign.id}`));
    });

    await t.test('a shipment noted wrongly is taken back as a payment is', async (t) => {
      const note = async (who: Visitor) => ok(await who.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'B', quantity: 1 }] }), 201);
      const slip = await note(bruno);
      t.equal((await bruno.api('DELETE', `sales/shipments/${slip.id}`)).status, 403, 'a salesperson deletes none');
      t.equal((await carla.api('POST', `sales/shipments/${slip.id}/take-back`)).status, 404);
      t.match(ok(await bruno.api('POST', `sales/shipments/${slip.id}/take-back`)), { id: slip.id, rows: [{ name: 'B' }] });
      t.equal((await bruno.api('GET', `sales/shipments/${slip.id}`)).status, 404);
      const foreign = await note(p.admin);
      const refused = { status: 403, body: { permission: 'sales.shipment.delete' } };
      t.match(await bruno.api('POST', `sales/shipments/${foreign.id}/take-back`), refused);
      ok(await p.admin.api('DELETE', `sales/shipments/${foreign.id}`));
      const late = await note(bruno);
      p.pass(86_400_000);
      t.match(await bruno.api('POST', `sales/shipments/${late.id}/take-back`), refused, 'nor on a later day');
      ok(await p.admin.api('DELETE', `sales/shipments/${late.id}`));
    });

    await t.test('what belongs to somebody else is not there: not to be read, changed, sent, paid or counted', async (t) => {
      const calls: [string, string, object?][] = [
        ['GET', `sales/quotes/${quote.id}`],
        ['PATCH', `sales/quotes/${quote.id}`, { terms: 'x' }],
        ['DELETE', `sales/quotes/${quote.id}`],
        ['POST', `sales/quotes/${quote.id}/send`, { to: 'x@lumen.example' }],
        ['POST', `sales/quotes/${quote.id}/accept`, {}],
        ['POST', `sales/quotes/${quote.id}/decline`, {}],
        ['GET', `sales/quotes/${quote.id}/link`],
        ['GET', `sales/quotes/${quote.id}/pdf`],
        ['GET', `sales/quotes/${quote.id}/history`],
        ['GET', `sales/invoices/${invoice.id}`],
        ['GET', `sales/invoices/${invoice.id}/link`],
        ['GET', `sales/invoices/${invoice.id}/pdf`],
        ['POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(1) }],
        ['GET', `sales/payments/${payment.id}`],
        ['DELETE', `sales/payments/${payment.id}`],
        ['GET', `sales/shipments/${shipment.id}`],
        ['PATCH', `sales/shipments/${shipment.id}`, { tracking: 'x' }],
        ['GET', `sales/shipments/state?dealId=${deal.id}`],
        ['GET', `sales/deals/${deal.id}/rows`],
        ['PUT', `sales/deals/${deal.id}/rows`, { rows: [] }],
      ];
      // Salespeople delete nothing, which they are told before it is looked for.
      for (const [method, path, body] of calls) t.equal((await carla.api(method, path, body)).status, method === 'DELETE' ? 403 : 404, `${method} ${path}`);
      for (const plural of ['quotes', 'invoices', 'payments', 'shipments']) {
        t.match(ok(await carla.api('GET', `sales/${plural}?total=true`)), { items: [], total: 0 });
        t.equal(ok(await bruno.api('GET', `sales/${plural}?total=true`)).total, 1);
      }
      t.same(pathsOf(await carla.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row('A', 1, 1)] })), ['dealId']);
      t.same(pathsOf(await carla.api('POST', 'sales/invoices', { quoteId: quote.id })), ['quoteId']);
      t.same(pathsOf(await carla.api('POST', 'sales/payments', { invoiceId: invoice.id, amount: brl(1) })), ['invoiceId']);
      t.same(pathsOf(await carla.api('POST', 'sales/shipments', { invoiceId: invoice.id, rows: [{ name: 'A', quantity: 1 }] })), ['invoiceId']);
      t.same(pathsOf(await carla.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'A', quantity: 1 }] })), ['dealId']);
    });

    await t.test('the client of a deal comes along, also when its own page is closed to whoever makes the quote', async (t) => {
      const company = ok(await p.admin.api('POST', 'crm/companies', { title: 'Of Ana' }), 201);
      const given = ok(await p.admin.api('POST', 'crm/deals', { title: 'For Carla', companyId: company.id, ownerId: carla.id }), 201);
      t.equal((await carla.api('GET', `crm/companies/${company.id}`)).status, 404);
      const made = await quoteOf(carla, given.id);
      t.match(made, { companyId: company.id, ownerId: carla.id });
      t.same(
        pathsOf(await carla.api('POST', 'sales/quotes', { dealId: given.id, companyId: company.id, rows: [row('A', 1, 1)] })),
        ['companyId'],
        'named by hand it must be open to her',
      );
    });

    await t.test('who may read a deal and not change it makes no quote of it; the refusal names what is missing', async (t) => {
      const grants = { 'crm.deal.read': 'all', 'sales.quote.read': 'all', 'sales.quote.create': 'all', 'sales.invoice.read': 'all' } as const;
      const reader = await p.person('Rita Nunes', { grants });
      t.match(await reader.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row('A', 1, 1)] }), { status: 403, body: { permission: 'crm.deal.change' } });
      t.match(await reader.api('POST', `sales/quotes/${quote.id}/accept`, {}), { status: 403, body: { permission: 'sales.quote.change' } });
      t.equal((await reader.api('GET', `sales/quotes/${quote.id}`)).status, 200);
      t.match(await reader.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(1) }), { status: 403 });
      t.equal((await reader.api('GET', 'sales/payments')).status, 403);
      t.equal((await p.api('GET', `sales/quotes/${quote.id}`)).status, 401);
    });

    await t.test('documents stay when their deal goes into the bin, and can still be paid and answered', async (t) => {
      const lost = await dealOf(bruno, 'Binned');
      const kept = await quoteOf(bruno, lost.id);
      const open = ok(await bruno.api('POST', 'sales/invoices', { dealId: lost.id, rows: [row('A', 1, 100)] }), 201);
      ok(await p.admin.api('DELETE', `crm/deals/${lost.id}`));
      ok(await bruno.api('POST', `sales/quotes/${kept.id}/accept`, {}));
      ok(await bruno.api('POST', `sales/invoices/${open.id}/payments`, { amount: brl(100) }), 201);
      t.equal(ok(await bruno.api('GET', `sales/invoices/${open.id}`)).status, 'paid');
    });
  });
}
