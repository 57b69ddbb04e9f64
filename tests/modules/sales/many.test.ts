import t from 'tap';
import type { BulkAnswer, BulkRequest } from '../../../server/contracts/core/bulk.js';
import { dialects, startPortal, type Visitor } from '../../support/portal.js';
import { readZip } from '../../support/read-zip.js';
import { brl, dealOf, ok, quoteOf, row } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`many documents at once on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const shop = await p.department('Shop');
    const bruno = await p.person('Bruno Lima', { role: 'salesperson', departmentId: shop.id });
    const carla = await p.person('Carla Nunes', { role: 'sales-manager', departmentId: shop.id });
    const ask = (who: Visitor, plural: string, request: BulkRequest) => who.api('POST', `sales/${plural}/bulk`, request);
    const run = async (plural: string, request: BulkRequest): Promise<BulkAnswer> => ok(await ask(admin, plural, request));
    const undo = async ({ run }: BulkAnswer) => ok(await admin.api('POST', `bulk/${run?.id}/undo`, {}));
    const there = async (plural: string, id: number) => (await admin.api('GET', `sales/${plural}/${id}`)).status === 200;
    const deal = await dealOf(admin, 'Fence');
    const amountOf = async () => ok(await admin.api('GET', `crm/deals/${deal.id}`)).amount?.amount ?? null;
    const quote = () => quoteOf(admin, deal.id, [row('Post', 2, 1000)]);
    const draft = await quote();
    const accepted = await quote();
    ok(await admin.api('POST', `sales/quotes/${accepted.id}/accept`, {}));
    const invoiced = await quote();
    const invoice = ok(await admin.api('POST', 'sales/invoices', { quoteId: invoiced.id }), 201);

    await t.test('quotes are handed over, closed ones too, and nothing else of them is changed', async (t) => {
      const done = await run('quotes', { action: 'change', query: {}, values: { ownerId: bruno.id } });
      t.match(done, { preview: { total: 3, ready: 3 }, run: { state: 'done', changed: 3 } });
      t.equal(ok(await admin.api('GET', `sales/quotes/${accepted.id}`)).ownerId, bruno.id);
      t.same(
        (await ask(admin, 'quotes', { action: 'change', query: {}, values: { validUntil: '2099-01-01' } })).body.errors.map(
          ({ path }: { path: string }) => path,
        ),
        ['validUntil'],
      );
      t.match(await undo(done), { changed: 3 });
      t.equal(ok(await admin.api('GET', `sales/quotes/${accepted.id}`)).ownerId, admin.id);
    });

    await t.test('those that others stand on stay, and are counted with the reason', async (t) => {
      const seen = await run('quotes', { action: 'delete', query: {}, preview: true });
      t.same(seen.preview, { total: 3, ready: 1, left: [{ reason: 'in-use', count: 2 }] });
      const before = await amountOf();
      const done = await run('quotes', { action: 'delete', query: {} });
      t.match(done.run, { state: 'done', changed: 1 });
      t.same([await there('quotes', draft.id), await there('quotes', accepted.id), await there('quotes', invoiced.id)], [false, true, true]);
      await undo(done);
      t.ok(await there('quotes', draft.id), 'and are brought back');
      t.equal(await amountOf(), before, 'the deal has its amount again');
    });

    await t.test('payments and shipments are taken back with what follows for their invoices', async (t) => {
      ok(await admin.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(500) }), 201);
      ok(await admin.api('POST', 'sales/shipments', { invoiceId: invoice.id, rows: [{ quoteRowId: invoiced.rows[0].id, quantity: 1 }] }), 201);
      t.match((await run('invoices', { action: 'delete', query: {}, preview: true })).preview, { ready: 0, left: [{ reason: 'in-use', count: 1 }] });
      const dueNow = async () => ok(await admin.api('GET', `sales/invoices/${invoice.id}`)).due.amount;
      t.equal(await dueNow(), 1500);
      const payments = await run('payments', { action: 'delete', query: {} });
      t.equal(await dueNow(), 2000);
      const shipments = await run('shipments', { action: 'delete', query: {} });
      t.match((await run('invoices', { action: 'delete', query: {}, preview: true })).preview, { ready: 1, left: [] });
      t.match(await undo(payments), { changed: 1 });
      t.match(await undo(shipments), { changed: 1 });
      t.equal(await dueNow(), 1500);
      t.same(
        (await ask(admin, 'shipments', { action: 'change', query: {}, values: { ownerId: bruno.id } })).body.errors.length,
        1,
        'their owner is the deal’s',
      );
    });

    await t.test('products are switched off and deleted', async (t) => {
      for (const name of ['Hinge', 'Gate']) ok(await admin.api('POST', 'sales/products', { name, price: brl(100) }), 201);
      t.match((await run('products', { action: 'change', query: {}, values: { isActive: false } })).run, { changed: 2 });
      t.equal(ok(await admin.api('GET', 'sales/products?isActive=false&total=true')).total, 2);
      const done = await run('products', { action: 'delete', query: { q: 'hinge' } });
      t.match(done.run, { changed: 1 });
      t.match(await undo(done), { changed: 1 });
    });

    await t.test('lists are taken away as files by those who may, with the words of the screen', async (t) => {
      t.match(await bruno.api('GET', 'sales/quotes/export?columns=number'), { status: 403, body: { permission: 'sales.quote.export' } });
      const words = encodeURIComponent(JSON.stringify({ status: { draft: 'Rascunho', accepted: 'Aceito' } }));
      const text = (await admin.api('GET', `sales/quotes/export?columns=number,status,total,dealId&sort=id&words=${words}`)).body as string;
      const [number, status, total, title] = (text.split('\r\n')[1] ?? '').split(',');
      t.same([number, status, total, title], [draft.number, 'Rascunho', '20.00', 'Fence']);
      t.match(text, 'Aceito');
      t.same((await admin.api('GET', 'sales/quotes/export?columns=status&words=[1]')).body.errors[0].path, 'words');
      const mine = String((await carla.api('GET', 'sales/quotes/export?columns=number')).body).trim();
      t.equal(mine.split('\r\n').length, 1, 'a head takes her department’s only');
      for (const plural of ['products', 'invoices', 'payments', 'shipments']) {
        const answer = await fetch(`${p.url}/api/v1/sales/${plural}/export?columns=id&format=xlsx`, { headers: { cookie: admin.cookie } });
        t.match(readZip(Buffer.from(await answer.arrayBuffer())).get('xl/worksheets/sheet1.xml'), /<v>\d+<\/v>/, plural);
      }
    });
  });
}
