import fc from 'fast-check';
import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { dealOf, ok, pathsOf, quoteOf, row, timelineOf } from './sales-portal.js';

interface State {
  quoteRowId: number;
  name: string;
  quantity: number;
  shipped: number;
  open: number;
}

for (const dialect of dialects) {
  t.test(`shipments on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const ana = p.admin;
    const ship = (body: object) => ana.api('POST', 'sales/shipments', body);
    const stateOf = async (dealId: number): Promise<State[]> => ok(await ana.api('GET', `sales/shipments/state?dealId=${dealId}`)).rows;
    const ordered = async (rows: object[]) => {
      const deal = await dealOf(ana, 'Shipment');
      const quote = await quoteOf(ana, deal.id, rows);
      ok(await ana.api('POST', `sales/quotes/${quote.id}/accept`, {}));
      return { dealId: deal.id as number, quote, state: await stateOf(deal.id) };
    };

    await t.test('in parts, up to what was ordered; deleted, the quantities are open again', async (t) => {
      const { dealId, state } = await ordered([row('Hinge', 10, 100), row('Pipe', 2.5, 100), row('Less', -1, 100)]);
      t.same(
        state.map(({ name, quantity, shipped, open }) => ({ name, quantity, shipped, open })),
        [
          { name: 'Hinge', quantity: 10, shipped: 0, open: 10 },
          { name: 'Pipe', quantity: 2.5, shipped: 0, open: 2.5 },
        ],
      );
      const [hinge, pipe] = state.map(({ quoteRowId }) => quoteRowId);
      const first = ok(
        await ship({
          dealId,
          rows: [
            { quoteRowId: hinge, quantity: 4 },
            { quoteRowId: pipe, quantity: 2.5 },
            { name: 'A gift', quantity: 1 },
          ],
          tracking: 'BR123',
        }),
        201,
      );
      t.match(first, {
        dealId,
        tracking: 'BR123',
        rows: [{ quoteRowId: hinge, name: 'Hinge', quantity: 4 }, { name: 'Pipe' }, { quoteRowId: null, name: 'A gift' }],
      });
      t.same(ok(await ana.api('GET', `sales/shipments/${first.id}`)), first);
      t.same(
        (await stateOf(dealId)).map(({ open }) => open),
        [6, 0],
      );
      const over = await ship({
        dealId,
        rows: [
          { quoteRowId: hinge, quantity: 6.001 },
          { quoteRowId: pipe, quantity: 0.001 },
        ],
      });
      t.same(pathsOf(over), ['rows.0.quantity', 'rows.1.quantity']);
      t.same(
        pathsOf(
          await ship({
            dealId,
            rows: [
              { quoteRowId: hinge, quantity: 4 },
              { quoteRowId: hinge, quantity: 3 },
            ],
          }),
        ),
        ['rows.1.quantity'],
        'the same row twice',
      );
      t.same(pathsOf(await ship({ dealId, rows: [{ quoteRowId: 999_999, quantity: 1 }] })), ['rows.0.quoteRowId']);
      t.same(pathsOf(await ship({ dealId, rows: [{ quantity: 1 }] })), ['rows.0.name']);
      t.same(pathsOf(await ship({ dealId, rows: [{ name: 'A', quantity: 0 }] })), ['rows.0.quantity']);
      t.same(pathsOf(await ship({ dealId, rows: [] })), ['rows']);
      ok(await ship({ dealId, rows: [{ quoteRowId: hinge, quantity: 6 }] }), 201);
      ok(await ana.api('DELETE', `sales/shipments/${first.id}`));
      t.same(
        (await stateOf(dealId)).map(({ open }) => open),
        [4, 2.5],
      );
      t.match(ok(await ana.api('PATCH', `sales/shipments/${first.id + 1}`, { tracking: 'BR9' })), { tracking: 'BR9' });
      const kinds = (await timelineOf(ana, dealId)).map(({ kind }) => kind);
      t.equal(kinds.filter((kind) => kind === 'sales.shipment.sent').length, 2);
    });

    await t.test('by an invoice: of a quote its rows count once, without one its own', async (t) => {
      const { dealId, quote, state } = await ordered([row('Hinge', 10, 100)]);
      const invoice = ok(await ana.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.same(await stateOf(dealId), state, 'the invoice adds nothing');
      const shipment = ok(await ship({ invoiceId: invoice.id, rows: [{ quoteRowId: state[0]?.quoteRowId, quantity: 1 }] }), 201);
      t.match(shipment, { invoiceId: invoice.id, dealId });
      const other = await dealOf(ana, 'By invoice');
      const alone = ok(await ana.api('POST', 'sales/invoices', { dealId: other.id, rows: [row('Door', 2, 100)] }), 201);
      const [door] = await stateOf(other.id);
      ok(await ship({ invoiceId: alone.id, rows: [{ quoteRowId: door?.quoteRowId, quantity: 2 }] }), 201);
      t.equal((await ana.api('PATCH', `sales/invoices/${alone.id}`, { rows: [row('Door', 1, 100)] })).body.code, 'document-in-use');
      t.same(pathsOf(await ship({ invoiceId: 999_999, rows: [{ name: 'A', quantity: 1 }] })), ['invoiceId']);
      t.same(pathsOf(await ship({ rows: [{ name: 'A', quantity: 1 }] })), ['dealId']);
      t.same(
        pathsOf(await ship({ dealId: other.id, rows: [{ quoteRowId: state[0]?.quoteRowId, quantity: 1 }] })),
        ['rows.0.quoteRowId'],
        'a row of another deal',
      );
    });

    await t.test('at the same moment never more in sum than was ordered', async (t) => {
      const { dealId, state } = await ordered([row('Hinge', 10, 100)]);
      const answers = await Promise.all(Array.from({ length: 12 }, () => ship({ dealId, rows: [{ quoteRowId: state[0]?.quoteRowId, quantity: 3 }] })));
      t.equal(answers.filter(({ status }) => status === 201).length, 3);
      t.same(
        (await stateOf(dealId)).map(({ open }) => open),
        [1],
      );
    });

    await t.test('whatever is shipped and deleted, what is open is ordered less shipped and never below zero', async (t) => {
      const quantity = fc.integer({ min: 1, max: 9000 }).map((n) => n / 1000);
      const steps = fc.array(fc.oneof(fc.record({ row: fc.nat({ max: 1 }), quantity }), fc.constant('delete' as const)), { minLength: 3, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(fc.tuple(quantity, quantity), steps, async (wanted, list) => {
          const { dealId, state } = await ordered(wanted.map((n, i) => row(`Row ${i}`, n, 100)));
          const open = wanted.map((n) => Math.round(n * 1000));
          const made: { id: number; row: number; n: number }[] = [];
          for (const step of list) {
            if (step === 'delete') {
              const last = made.pop();
              if (!last) continue;
              ok(await ana.api('DELETE', `sales/shipments/${last.id}`));
              open[last.row] = (open[last.row] ?? 0) + last.n;
              continue;
            }
            const n = Math.round(step.quantity * 1000);
            const answer = await ship({ dealId, rows: [{ quoteRowId: state[step.row]?.quoteRowId, quantity: step.quantity }] });
            const fits = n <= (open[step.row] ?? 0);
            if (answer.status !== (fits ? 201 : 422)) t.fail(`${n} of ${open[step.row]} open: ${answer.status}`);
            if (!fits) continue;
            open[step.row] = (open[step.row] ?? 0) - n;
            made.push({ id: answer.body.id, row: step.row, n });
          }
          t.same(
            (await stateOf(dealId)).map((one) => Math.round(one.open * 1000)),
            open,
          );
        }),
        { numRuns: 12 },
      );
    });
  });
}
