import t from 'tap';
import { dialects, password, startPortal } from '../../support/portal.js';
import { brl, dealOf, kindsOf, noticesOf, ok, pathsOf, quoteOf, row } from './sales-portal.js';

const day = 24 * 3_600_000;

for (const dialect of dialects) {
  t.test(`invoices and payments on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    p.passTo('12:00');
    const ana = p.admin;
    const invoiceOf = async (amount: number, more: object = {}) => {
      const deal = await dealOf(ana, 'Invoice');
      return ok(await ana.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, amount)], ...more }), 201);
    };

    await t.test('made of a quote it has its rows, client and terms, and is due in 14 days', async (t) => {
      const deal = await dealOf(ana, 'From quote');
      const quote = await quoteOf(ana, deal.id, [row('A', 3, 1001, { discountPercent: 5, taxRate: 7.25 })], { terms: 'Thirty days.' });
      const invoice = ok(await ana.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.match(invoice, {
        quoteId: quote.id,
        dealId: deal.id,
        companyId: deal.companyId,
        contactId: deal.contactId,
        terms: 'Thirty days.',
        status: 'unpaid',
        total: quote.total,
        paid: brl(0),
        due: quote.total,
      });
      const strip = (rows: { id: number }[]) => rows.map(({ id: _, ...rest }) => rest);
      t.same(strip(invoice.rows), strip(quote.rows));
      t.equal(invoice.dueOn, p.today(14));
      t.same((await kindsOf(ana, deal.id)).slice(-1), ['sales.invoice.created']);
      const inUse = await ana.api('PATCH', `sales/quotes/${quote.id}`, { rows: [row('B', 1, 1)] });
      t.equal(inUse.body.code, 'document-in-use');
      t.equal((await ana.api('DELETE', `sales/quotes/${quote.id}`)).status, 409);
      ok(await ana.api('POST', `sales/quotes/${(await quoteOf(ana, deal.id)).id}/decline`, {}));
    });

    await t.test('an accepted quote is asked for on My day until its invoice is made', async (t) => {
      const waiting = async (who = ana) => (ok(await who.api('GET', 'sales/quotes/to-invoice')).items as { id: number }[]).map(({ id }) => id);
      const count = async () => ok(await ana.api('GET', 'day')).count as number;
      const before = await count();
      const quote = await quoteOf(ana, (await dealOf(ana, 'Accepted')).id);
      t.same(await waiting(), [], 'not before it is accepted');
      ok(await ana.api('POST', `sales/quotes/${quote.id}/accept`, {}));
      t.match(ok(await ana.api('GET', 'sales/quotes/to-invoice')).items, [{ id: quote.id, number: quote.number, total: quote.total, dealId: quote.dealId }]);
      t.equal(await count(), before + 1);
      const seller = await p.person('Nara Pontes', { role: 'sales-manager' });
      t.same(await waiting(seller), [], 'it is asked of its responsible alone');
      const invoice = ok(await ana.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.same([await waiting(), await count()], [[], before]);
      ok(await ana.api('POST', `sales/invoices/${invoice.id}/cancel`, { reason: 'Wrong' }));
      t.same(await waiting(), [quote.id], 'one that is cancelled does not count');
      ok(await ana.api('POST', `sales/invoices/${invoice.id}/reopen`, {}));
    });

    await t.test('a deal of which everything is paid can be closed as won, by whoever may change it', async (t) => {
      const [nara, rui] = [await p.person('Nara Luz', { role: 'salesperson' }), await p.person('Rui Luz', { role: 'salesperson' })];
      const paid = async (who = nara, query = '') => ok(await who.api('GET', `sales/deals/paid-in-full${query}`)).items as { id: number }[];
      const count = async () => ok(await nara.api('GET', 'day')).count as number;
      const stepless = async (who = nara) => ok(await who.api('GET', 'crm/deals/without-step'));
      const deal = await dealOf(nara, 'Paid');
      t.same(await stepless(), { items: [{ id: deal.id, title: 'Paid' }], total: 1 });
      const before = await count();
      const invoiceOf = async (amount: number) => ok(await nara.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, amount)] }), 201);
      const pay = async (invoice: { id: number }, amount: number) =>
        ok(await nara.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(amount) }), 201);
      t.same(await paid(), [], 'not while nothing was invoiced');
      const [first, second, wrong] = [await invoiceOf(700), await invoiceOf(300), await invoiceOf(50)];
      ok(await ana.api('POST', `sales/invoices/${wrong.id}/cancel`, { reason: 'Wrong' }));
      await pay(first, 700);
      await pay(second, 100);
      t.same(await paid(), [], 'nor while a part is open');
      const last = await pay(second, 200);
      t.match(await paid(), [{ id: deal.id, title: 'Paid', companyId: deal.companyId, contactId: deal.contactId, paid: brl(1000) }]);
      t.equal(await count(), before, 'it is one thing to do: a next step is not asked for as well');
      t.same(await stepless(), { items: [], total: 0 });
      t.match(await paid(nara, `?dealId=${deal.id}`), [{ id: deal.id }]);
      t.same(await paid(ana), [], 'it is asked of its responsible alone');
      t.match(await paid(ana, `?dealId=${deal.id}`), [{ id: deal.id }], 'and told to whoever may change it');
      t.same(await paid(rui, `?dealId=${deal.id}`), [], 'to nobody else');
      ok(await nara.api('POST', `sales/payments/${last.id}/take-back`));
      t.same(await paid(), []);
      t.equal((await stepless()).total, 1, 'with a part open again it wants a next step');
      await pay(second, 200);
      const { items: stages } = ok(await nara.api('GET', `crm/stages?pipelineId=${deal.pipelineId}&semantic=won`));
      ok(await nara.api('POST', `crm/deals/${deal.id}/move`, { stageId: stages[0].id }));
      t.same(await paid(), [], 'nor once it is closed');
      t.equal(await count(), before - 1, 'nor does it want a next step any more');
    });

    await t.test('made of a deal it has the rows given, or the deal’s own; of neither it is refused', async (t) => {
      const deal = await dealOf(ana, 'From deal');
      const post = (body: object) => ana.api('POST', 'sales/invoices', body);
      t.same(pathsOf(await post({ dealId: deal.id })), ['rows']);
      ok(await ana.api('PUT', `sales/deals/${deal.id}/rows`, { rows: [row('A', 2, 500)] }));
      t.same(ok(await post({ dealId: deal.id }), 201).total, brl(1000));
      t.same(ok(await post({ dealId: deal.id, rows: [row('B', 1, 70)], dueOn: null }), 201).total, brl(70));
      t.same(pathsOf(await post({})), ['dealId']);
      t.same(pathsOf(await post({ dealId: deal.id, quoteId: 1 })), ['quoteId']);
      t.same(pathsOf(await post({ quoteId: 999_999 })), ['quoteId']);
      const declined = await quoteOf(ana, deal.id);
      ok(await ana.api('POST', `sales/quotes/${declined.id}/decline`, {}));
      t.equal((await post({ quoteId: declined.id })).body.code, 'document-closed');
    });

    await t.test('payments in parts, never more than is open; one taken back opens it again', async (t) => {
      const invoice = await invoiceOf(1000);
      const pay = (amount: object, more: object = {}) => ana.api('POST', `sales/invoices/${invoice.id}/payments`, { amount, ...more });
      const read = async () => ok(await ana.api('GET', `sales/invoices/${invoice.id}`));
      t.same(pathsOf(await pay(brl(1001))), ['amount']);
      t.same(pathsOf(await pay(brl(0))), ['amount']);
      t.same(pathsOf(await pay(brl(-5))), ['amount']);
      t.same(pathsOf(await pay({ amount: 5, currency: 'EUR' })), ['amount.currency']);
      const first = ok(await pay(brl(400), { method: 'Pix', day: '2026-01-02' }), 201);
      t.match(first, { invoiceId: invoice.id, dealId: invoice.dealId, amount: brl(400), method: 'Pix', day: '2026-01-02' });
      t.match(await read(), { status: 'partly-paid', paid: brl(400), due: brl(600) });
      t.same(pathsOf(await pay(brl(1), { day: p.today(2) })), ['day'], 'money cannot have come in on a day that has not come');
      const second = ok(await ana.api('POST', 'sales/payments', { invoiceId: invoice.id, amount: brl(600) }), 201);
      t.match(await read(), { status: 'paid', paid: brl(1000), due: brl(0) });
      t.same(pathsOf(await pay(brl(1))), ['amount'], 'nothing is open');
      t.equal((await ana.api('PATCH', `sales/invoices/${invoice.id}`, { terms: 'x' })).body.code, 'document-closed');
      t.equal((await ana.api('DELETE', `sales/invoices/${invoice.id}`)).body.code, 'document-in-use');
      ok(await ana.api('DELETE', `sales/payments/${second.id}`));
      t.equal((await ana.api('DELETE', `sales/payments/${second.id}`)).status, 404);
      t.match(await read(), { status: 'partly-paid', due: brl(600) });
      t.equal((await ana.api('PATCH', `sales/invoices/${invoice.id}`, { rows: [row('A', 1, 5)] })).body.code, 'document-in-use');
      ok(await ana.api('DELETE', `sales/payments/${first.id}`));
      t.match(await read(), { status: 'unpaid', due: brl(1000) });
      t.match(ok(await ana.api('PATCH', `sales/invoices/${invoice.id}`, { rows: [row('A', 1, 5)] })), { total: brl(5), due: brl(5) });
      const kinds = await kindsOf(ana, invoice.dealId);
      t.equal(kinds.filter((kind) => kind === 'sales.payment.received').length, 2);
      t.equal(kinds.filter((kind) => kind === 'sales.payment.removed').length, 2);
      t.same(pathsOf(await ana.api('POST', 'sales/payments', { invoiceId: 999_999, amount: brl(1) })), ['invoiceId']);
    });

    await t.test('payments at the same moment never add up to more than the total', async (t) => {
      const invoice = await invoiceOf(1000);
      const answers = await Promise.all(Array.from({ length: 16 }, () => ana.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(150) })));
      const made = answers.filter(({ status }) => status === 201);
      t.equal(made.length, 6);
      t.ok(answers.every(({ status }) => status === 201 || status === 422));
      t.match(ok(await ana.api('GET', `sales/invoices/${invoice.id}`)), { paid: brl(900), due: brl(100), status: 'partly-paid' });
      // Some are taken back while others come in: the sum stays the sum of what is there.
      await Promise.all([
        ...made.slice(0, 3).map(({ body }) => ana.api('DELETE', `sales/payments/${body.id}`)),
        ...[40, 50, 60].map((n) => ana.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(n) })),
      ]);
      const listed = ok(await ana.api('GET', `sales/payments?invoiceId=${invoice.id}`)).items as { amount: { amount: number } }[];
      const sum = listed.reduce((n, { amount }) => n + amount.amount, 0);
      const after = ok(await ana.api('GET', `sales/invoices/${invoice.id}`));
      t.equal(after.paid.amount, sum);
      t.ok(sum <= 1000);
      t.equal(after.due.amount, 1000 - sum);
    });

    await t.test('the owner is told of payments that others note', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
      const deal = await dealOf(bruno, 'Told');
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, 100)] }), 201);
      ok(await ana.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(100) }), 201);
      const notice = (await noticesOf(p, bruno)).find(({ code }) => code === 'sales.payment.received');
      t.ok(notice?.title.includes(invoice.number), notice?.title ?? 'no notice');
    });
  });

  t.test(`reminders of unpaid invoices on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    p.passTo('12:00');
    let bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    const deal = await dealOf(bruno, 'Late');
    const make = async (dueOn: string | null) => ok(await bruno.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, 100)], dueOn }), 201);
    const [late, paid, moved, never] = [await make(p.today(2)), await make(p.today(2)), await make(p.today(2)), await make(null)];
    ok(await bruno.api('POST', `sales/invoices/${paid.id}/payments`, { amount: brl(100) }), 201);
    ok(await bruno.api('PATCH', `sales/invoices/${moved.id}`, { dueOn: p.today(6) }));
    const told = async (id: number) => (await noticesOf(p, bruno)).filter(({ code, recordId }) => code === 'sales.invoice.overdue' && recordId === id).length;

    p.pass(day);
    t.equal(await told(late.id), 0, 'not before');
    p.pass(3 * day);
    t.same([await told(late.id), await told(paid.id), await told(moved.id), await told(never.id)], [1, 0, 0, 0]);
    await p.settle();
    t.equal(await told(late.id), 1, 'once');
    p.pass(4 * day);
    t.same([await told(late.id), await told(moved.id)], [1, 1], 'the one that was moved, a day after its new day');
    p.pass(4 * day);
    t.equal(await told(late.id), 2, 'again after a week');
    ok(await bruno.api('POST', `sales/invoices/${late.id}/payments`, { amount: brl(100) }), 201);
    p.pass(30 * day);
    // Sessions do not last that long.
    bruno = await p.signIn('bruno.lima@aurora.example', password);
    t.equal(await told(late.id), 2, 'never once it is paid');
    t.equal(await told(moved.id), 2, 'however long the portal slept, one reminder for all that was missed');
    ok(await (await p.signIn('ana@aurora.example', password)).api('DELETE', `sales/invoices/${moved.id}`));
    p.pass(20 * day);
    t.equal(await told(moved.id), 2);
  });
}
