import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { brl, dealOf, kindsOf, ok, pathsOf, quoteOf, row, tokenOf } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`cancelling an invoice on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const deal = await dealOf(admin, 'Gates');
    const make = async (more: object = {}) => ok(await admin.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('Hinge', 1, 10_000)], ...more }), 201);
    const cancel = (id: number, reason = 'Wrong client') => admin.api('POST', `sales/invoices/${id}/cancel`, { reason });
    const reopen = (id: number) => admin.api('POST', `sales/invoices/${id}/reopen`);
    const sums = async () => ok(await admin.api('GET', 'sales/invoices?total=true')).sums;
    const [kept, gone] = [await make(), await make()];

    await t.test('keeps its number and counts in no sum', async (t) => {
      t.match(await sums(), [{ amount: 20_000 }]);
      const after = ok(await cancel(gone.id));
      t.match(after, {
        number: gone.number,
        status: 'cancelled',
        cancelReason: 'Wrong client',
        total: brl(10_000),
        due: brl(0),
        billed: brl(0),
        rows: [{ name: 'Hinge' }],
      });
      t.ok(after.cancelledAt);
      t.match(await sums(), [{ amount: 10_000 }]);
      t.match(ok(await admin.api('GET', 'sales/invoices?total=true&status=unpaid')).sums, [{ amount: 10_000 }]);
      t.not((await make()).number, gone.number, 'which nobody gets again');
      t.equal((await kindsOf(admin, deal.id)).at(-2), 'sales.invoice.cancelled');
      t.same(ok(await cancel(gone.id, 'Again')), ok(await admin.api('GET', `sales/invoices/${gone.id}`)), 'doing it again changes nothing');
    });

    await t.test('is closed: not changed, sent or paid, and its client sees that', async (t) => {
      for (const [method, path, body] of [
        ['PATCH', '', { terms: 'x', version: 2 }],
        ['POST', '/payments', { amount: brl(100) }],
        ['POST', '/send', { to: 'a@b.example' }],
      ] as const)
        t.equal((await admin.api(method, `sales/invoices/${gone.id}${path}`, body)).status, 409, path);
      const seen = ok(await p.api('GET', `sales/public/${await tokenOf(admin, 'invoices', gone.id)}`));
      t.match(seen, { status: 'cancelled', due: brl(0) });
    });

    await t.test('is taken back', async (t) => {
      const after = ok(await reopen(gone.id));
      t.match(after, { status: 'unpaid', due: brl(10_000), billed: brl(10_000), cancelledAt: null, cancelReason: null });
      t.equal((await kindsOf(admin, deal.id)).at(-1), 'sales.invoice.reopened');
      t.equal(ok(await reopen(gone.id)).version, after.version, 'doing it again changes nothing');
      ok(await cancel(gone.id));
    });

    await t.test('is refused while money stands on it, and without a reason', async (t) => {
      const payment = ok(await admin.api('POST', `sales/invoices/${kept.id}/payments`, { amount: brl(100) }), 201);
      const refused = await cancel(kept.id);
      t.equal(refused.status, 409);
      t.equal(refused.body.code, 'invoice-paid-on');
      t.match(refused.body.detail, /payment/i);
      ok(await admin.api('DELETE', `sales/payments/${payment.id}`));
      const unsaid = await cancel(kept.id, ' ');
      t.equal(unsaid.status, 422);
      t.same(pathsOf(unsaid), ['reason']);
      t.equal(ok(await cancel(kept.id)).status, 'cancelled');
    });

    await t.test('is refused when its rows were shipped, and leaves nothing to ship', async (t) => {
      const other = await dealOf(admin, 'Doors');
      const invoice = await make({ dealId: other.id });
      const state = async () => ok(await admin.api('GET', `sales/shipments/state?dealId=${other.id}`)).rows;
      const shipment = ok(
        await admin.api('POST', 'sales/shipments', { dealId: other.id, rows: [{ quoteRowId: (await state())[0].quoteRowId, quantity: 1 }] }),
        201,
      );
      t.equal((await cancel(invoice.id)).body.code, 'document-in-use');
      ok(await admin.api('DELETE', `sales/shipments/${shipment.id}`));
      ok(await cancel(invoice.id));
      t.same(await state(), []);
    });

    await t.test('leaves its quote free', async (t) => {
      const quote = await quoteOf(admin, deal.id);
      const invoice = ok(await admin.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.equal((await admin.api('DELETE', `sales/quotes/${quote.id}`)).status, 409);
      ok(await cancel(invoice.id));
      ok(await admin.api('DELETE', `sales/quotes/${quote.id}`));
    });

    await t.test('is for those who may change the invoice', async (t) => {
      const reader = await p.person('Reader', { grants: { 'sales.invoice.read': 'all', 'crm.deal.read': 'all' } });
      for (const action of ['cancel', 'reopen'])
        t.equal((await reader.api('POST', `sales/invoices/${gone.id}/${action}`, action === 'cancel' ? { reason: 'x' } : undefined)).status, 403);
    });
  });
}
