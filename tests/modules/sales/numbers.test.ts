import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { dealOf, ok, row } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`numbers on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    // No year begins in the meantime.
    p.passTo('12:00');
    const deals: { id: number }[] = [];
    for (let i = 0; i < 8; i += 1) deals.push(await dealOf(p.admin, `Deal ${i}`));
    const year = p.today().slice(0, 4);

    await t.test('64 quotes at the same moment, some of which fail, have no gap and no number twice', async (t) => {
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, i) => {
          const dealId = deals[i % deals.length]?.id;
          // Every fourth fails: for its currencies, for its product, or late, for what the database is asked last.
          const rows = i % 4 === 3 ? [row('Hinge', 1, 100), { name: 'Door', quantity: 1, price: { amount: 1, currency: 'EUR' } }] : [row('Hinge', 1, 100 + i)];
          return p.admin.api('POST', 'sales/quotes', { dealId, rows, ...(i % 8 === 6 ? { companyId: 999_999 } : {}) });
        }),
      );
      const made = answers.filter(({ status }) => status === 201);
      t.equal(made.length, 40);
      t.equal(answers.filter(({ status }) => status === 422).length, 24);
      const numbers = made.map(({ body }) => body.number as string).sort();
      t.same(
        numbers,
        Array.from({ length: 40 }, (_, i) => `${year}-${String(i + 1).padStart(4, '0')}`),
      );
      t.equal(ok(await p.admin.api('GET', 'sales/quotes?total=true&limit=1')).total, 40);
    });

    await t.test('a transaction that fails after it took its number gives it back', async (t) => {
      const { db } = p.portal.services;
      const before = ok(await p.admin.api('POST', 'sales/quotes', { dealId: deals[0]?.id, rows: [row('Hinge', 1, 100)] }), 201).number;
      const take = async (fail: boolean) =>
        db.write(async (tx) => {
          const { nextNumber } = await import('../../../server/core/records/numbers.js');
          const n = await nextNumber(tx, `sales.quote.${year}`);
          if (fail) throw new Error('taken back');
          return n;
        });
      await t.rejects(take(true));
      const after = ok(await p.admin.api('POST', 'sales/quotes', { dealId: deals[0]?.id, rows: [row('Hinge', 1, 100)] }), 201).number;
      t.equal(Number(after.slice(5)), Number(before.slice(5)) + 1);
    });

    await t.test('each kind counts by itself', async (t) => {
      const invoice = ok(await p.admin.api('POST', 'sales/invoices', { dealId: deals[0]?.id, rows: [row('Hinge', 1, 100)] }), 201);
      const shipment = ok(await p.admin.api('POST', 'sales/shipments', { dealId: deals[0]?.id, rows: [{ name: 'Hinge', quantity: 1 }] }), 201);
      t.equal(invoice.number, `${year}-0001`);
      t.equal(shipment.number, `${year}-0001`);
    });
  });
}
