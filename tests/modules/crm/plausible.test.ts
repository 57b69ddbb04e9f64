import t from 'tap';
import { load } from '../../support/importing.js';
import { dialects, startPortal } from '../../support/portal.js';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

for (const dialect of dialects) {
  t.test(`values that cannot be meant are refused wherever they come from, on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const ok = async (path: string, body: unknown) => (await admin.api('POST', path, body)).body;
    const deal = await ok('crm/deals', { title: 'Gates', amount: brl(0) });
    const lead = await ok('crm/leads', { title: 'Fence' });
    const rows = [{ name: 'Hinge', quantity: 1, price: brl(1000) }];
    const invoice = await ok('sales/invoices', { dealId: deal.id, rows });
    t.ok(invoice.id);

    await t.test('money below zero', async (t) => {
      for (const [method, path, body, named] of [
        ['POST', 'crm/deals', { title: 'x', amount: brl(-1) }, 'amount.amount'],
        ['PATCH', `crm/deals/${deal.id}`, { amount: brl(-1) }, 'amount.amount'],
        ['POST', 'crm/leads', { title: 'x', amount: brl(-1) }, 'amount.amount'],
        ['POST', `crm/leads/${lead.id}/convert`, { deal: { amount: brl(-1) } }, 'deal.amount.amount'],
      ] as const) {
        const refused = await admin.api(method, path, body);
        t.equal(refused.status, 422, `${method} ${path}`);
        t.match(refused.body.errors.at(-1), { path: named, message: 'At least 0.' });
      }
      t.equal((await admin.api('POST', 'sales/products', { name: 'Discount', price: brl(-500) })).status, 201, 'what is taken off is a product too');
      const imported = await load(p, admin, 'deals', { name: 'deals.csv', content: 'Title,Amount\nBad,-10\nGood,10\n' });
      t.match(imported, { created: 1, failed: 1 });
    });

    await t.test('years that are slips of the keyboard', async (t) => {
      for (const year of ['0000', '0206', '1899', '2201', '9999'])
        for (const [method, path, body, named] of [
          ['POST', 'crm/deals', { title: 'x', closeOn: `${year}-06-01` }, 'closeOn'],
          ['PATCH', `crm/deals/${deal.id}`, { contractDay: `${year}-06-01` }, 'contractDay'],
          ['POST', 'crm/activities', { kind: 'call', title: 'x', recordType: 'crm.deal', recordId: deal.id, dueAt: `${year}-06-01T10:00:00Z` }, 'dueAt'],
          ['PATCH', `sales/invoices/${invoice.id}`, { dueOn: `${year}-06-01` }, 'dueOn'],
          ['POST', 'sales/quotes', { dealId: deal.id, rows, validUntil: `${year}-06-01` }, 'validUntil'],
          ['POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(1), day: `${year}-06-01` }, 'day'],
          ['POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'x', quantity: 1 }], day: `${year}-06-01` }, 'day'],
        ] as const) {
          const refused = await admin.api(method, path, body);
          t.equal(refused.status, 422, `${method} ${path} ${year}`);
          t.match(refused.body.errors, [{ path: named, message: /1900 to 2200/ }], JSON.stringify(refused.body.errors));
        }
      for (const dueAt of ['2026-05-20T10:00:00+05', '2026-05-20T23:59:60Z', '2026-05-20T25:00:00Z']) {
        const refused = await admin.api('POST', 'crm/activities', { kind: 'call', title: 'x', recordType: 'crm.deal', recordId: deal.id, dueAt });
        t.match(refused, { status: 422, body: { errors: [{ path: 'dueAt' }] } }, `${dueAt} is no moment`);
      }
      t.equal((await admin.api('PATCH', `crm/deals/${deal.id}`, { closeOn: '1900-01-01' })).status, 200);
      t.equal((await admin.api('PATCH', `crm/deals/${deal.id}`, { closeOn: '2200-12-31' })).status, 200);
      t.match((await admin.api('PATCH', `crm/deals/${deal.id}`, { closeOn: '2026-02-30' })).body.errors, [{ message: /YYYY-MM-DD/ }]);
      const imported = await load(p, admin, 'deals', { name: 'deals.csv', content: 'Title,Close date\nBad,0206-12-01\nGood,2026-12-01\n' });
      t.match(imported, { created: 1, failed: 1 });
    });
  });
}
