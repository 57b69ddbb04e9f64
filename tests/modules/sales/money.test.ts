import fc from 'fast-check';
import t from 'tap';
import {
  AmountError,
  computeDocument,
  computeRow,
  discountsOf,
  fromHundredths,
  fromThousandths,
  type PricedRow,
  taxByRate,
  toHundredths,
  toThousandths,
} from '../../../server/contracts/sales/money.js';

const brl = (amount: number) => ({ amount, currency: 'BRL' });
const quantity = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((n) => n / 1000);
const percent = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100);
const price = fc.integer({ min: -900_000_000, max: 900_000_000 }).map(brl);
const row = fc.record({ quantity, price, discountPercent: percent, taxRate: percent });

const refusal = (run: () => unknown): { path: string; problem: string } => {
  try {
    run();
  } catch (error) {
    if (error instanceof AmountError) return { path: error.path, problem: error.problem };
    throw error;
  }
  return { path: '', problem: 'none' };
};

t.test('known cases are rounded half-up, away from zero at the half', async (t) => {
  const net = (q: number, amount: number, discountPercent = 0) => computeRow({ quantity: q, price: brl(amount), discountPercent }).net.amount;
  t.equal(net(0.5, 1), 1, '0.5 → 1');
  t.equal(net(0.499, 1), 0);
  t.equal(net(-0.5, 1), -1, '−0.5 → −1');
  t.equal(net(0.5, -1), -1);
  t.equal(net(1.5, 1), 2);
  t.equal(net(2.5, 1), 3, 'not to even');
  t.equal(net(2.675, 100), 268, '2.675 is 2.68, though 2.675 × 100 is 267.49999999999994');
  t.equal(net(1.005, 100), 101);
  t.equal(net(48, 16_450, 8), 726_432);
  t.equal(net(16, 38_990, 5), 592_648);
  t.equal(net(3, 3333, 33.33), 6666);
  t.ok(Object.is(net(-0, 100), 0), 'no minus zero');
});

t.test('tax is of the rounded net', async (t) => {
  const { net, tax } = computeRow({ quantity: 1.005, price: brl(100), taxRate: 17.5 });
  t.same(net, brl(101));
  t.same(tax, brl(18), '101 × 17.5 % = 17.675');
  const ofNewYork = (amount: number) => computeRow({ quantity: 1, price: brl(amount), taxRate: 8.875 }).tax.amount;
  t.same([10_000, 100, 4, 5, 6].map(ofNewYork), [888, 9, 0, 0, 1], '887.5 → 888, 8.875 → 9, 0.355 → 0, 0.444 → 0, 0.5325 → 1');
  t.equal(computeRow({ quantity: -1, price: brl(10), taxRate: 5 }).tax.amount, -1, '−0.5 → −1');
});

t.test('numbers that cannot be exact are refused by name', async (t) => {
  const ok: PricedRow = { quantity: 1, price: brl(100), discountPercent: 0, taxRate: 0 };
  const at = (change: Partial<PricedRow>) => refusal(() => computeRow({ ...ok, ...change }));
  t.same(at({ quantity: 1.0001 }), { path: 'quantity', problem: 'too-many-places' });
  t.same(at({ quantity: 0.1 + 0.2 }), { path: 'quantity', problem: 'too-many-places' });
  t.same(at({ quantity: Number.NaN }), { path: 'quantity', problem: 'not-a-number' });
  t.same(at({ quantity: Number.POSITIVE_INFINITY }), { path: 'quantity', problem: 'not-a-number' });
  t.same(at({ quantity: 1e15 }), { path: 'quantity', problem: 'out-of-range' });
  t.same(at({ discountPercent: 1.001 }), { path: 'discountPercent', problem: 'too-many-places' });
  t.same(at({ discountPercent: 100.01 }), { path: 'discountPercent', problem: 'out-of-range' });
  t.same(at({ taxRate: 8.8755 }), { path: 'taxRate', problem: 'too-many-places' });
  t.same(at({ taxRate: 100.001 }), { path: 'taxRate', problem: 'out-of-range' });
  t.same(at({ taxRate: -1 }), { path: 'taxRate', problem: 'out-of-range' });
  t.same(at({ price: brl(1.5) }), { path: 'price.amount', problem: 'not-whole' });
  t.same(at({ price: { amount: 1, currency: 'real' } }), { path: 'price.currency', problem: 'bad-currency' });
  t.same(at({ quantity: 2, price: brl(Number.MAX_SAFE_INTEGER) }), { path: 'net', problem: 'out-of-range' });
  t.equal(computeRow({ ...ok, price: brl(Number.MAX_SAFE_INTEGER) }).net.amount, Number.MAX_SAFE_INTEGER);
  t.same(
    refusal(() => computeDocument([ok, { ...ok, quantity: 0.0001 }])),
    { path: 'rows.1.quantity', problem: 'too-many-places' },
  );
  t.same(
    refusal(() => computeDocument([ok, { ...ok, price: { amount: 1, currency: 'EUR' } }])),
    { path: 'rows.1.price.currency', problem: 'mixed-currency' },
  );
  t.same(
    refusal(() => computeDocument([ok], 'EUR')),
    { path: 'rows.0.price.currency', problem: 'mixed-currency' },
  );
  t.same(
    refusal(() => computeDocument([])),
    { path: 'rows', problem: 'bad-currency' },
  );
  const huge = { ...ok, price: brl(Number.MAX_SAFE_INTEGER) };
  t.same(
    refusal(() => computeDocument([huge, huge])),
    { path: 'net', problem: 'out-of-range' },
  );
  t.same(
    refusal(() => computeDocument([{ ...huge, taxRate: 100 }])),
    { path: 'total', problem: 'out-of-range' },
  );
  t.ok(new AmountError('a', 'out-of-range', '') instanceof RangeError);
});

t.test('the sum of the lines is the total', async (t) => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const done = computeDocument(rows, 'BRL');
      const net = done.rows.reduce((sum, line) => sum + line.net.amount, 0);
      const tax = done.rows.reduce((sum, line) => sum + line.tax.amount, 0);
      const byRate = taxByRate(rows.map((r, i) => ({ taxRate: r.taxRate, net: done.rows[i]?.net ?? brl(0), tax: done.rows[i]?.tax ?? brl(0) })));
      return (
        net === done.net.amount &&
        tax === done.tax.amount &&
        net + tax === done.total.amount &&
        byRate.reduce((sum, line) => sum + line.tax.amount, 0) === tax &&
        rows.every((r, i) => computeRow(r).net.amount === done.rows[i]?.net.amount)
      );
    }),
  );
  t.same(computeDocument([], 'BRL').total, brl(0));
});

t.test('no discount and no tax leave quantity × price', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000, max: 10_000 }), price, (q, p) => {
      const done = computeRow({ quantity: q, price: p, discountPercent: 0, taxRate: 0 });
      return Object.is(done.net.amount, q * p.amount + 0) && done.tax.amount === 0;
    }),
  );
  fc.assert(fc.property(row, (r) => computeRow({ ...r, discountPercent: 100 }).net.amount === 0));
  fc.assert(
    fc.property(row, (r) => {
      const { net, tax } = computeRow({ ...r, taxRate: 100 });
      return net.amount === tax.amount;
    }),
  );
  t.pass();
});

t.test('it scales, mirrors and is monotone', async (t) => {
  fc.assert(
    fc.property(row, (r) => computeRow({ ...r, quantity: -r.quantity }).net.amount === -computeRow(r).net.amount + 0),
    { examples: [[{ quantity: 0.5, price: brl(1), discountPercent: 0, taxRate: 0 }]] },
  );
  fc.assert(
    fc.property(row, fc.integer({ min: 1, max: 100 }), (r, k) => {
      const one = computeRow(r).net.amount;
      const many = computeRow({ ...r, price: brl(r.price.amount * k) }).net.amount;
      return Math.abs(many - one * k) <= k / 2 + 0.5;
    }),
  );
  const positive = row.map((r) => ({ ...r, quantity: Math.abs(r.quantity), price: brl(Math.abs(r.price.amount)) }));
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      const low = { ...a, quantity: Math.min(a.quantity, b.quantity), discountPercent: Math.max(a.discountPercent, b.discountPercent) };
      const high = { ...a, quantity: Math.max(a.quantity, b.quantity), discountPercent: Math.min(a.discountPercent, b.discountPercent) };
      const [less, more] = [computeRow(low), computeRow(high)];
      return less.net.amount <= more.net.amount && less.tax.amount <= more.tax.amount;
    }),
  );
  t.pass();
});

t.test('decimals and integers of the store are the same numbers', async (t) => {
  const whole = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (n) => toThousandths(fromThousandths(n)) === n && toHundredths(fromHundredths(n)) === n));
  fc.assert(
    fc.property(whole, (n) => {
      const decimal = fromThousandths(n);
      return Math.abs(decimal) > 1e12 || toThousandths(decimal) === n;
    }),
  );
  t.equal(toThousandths(1.005), 1005);
  t.equal(toThousandths(8.203), 8203);
  t.equal(toHundredths(0.29), 29);
  t.ok(Object.is(toThousandths(-0), 0));
  t.same(
    refusal(() => fromThousandths(1.5)),
    { path: 'quantity', problem: 'not-whole' },
  );
  t.same(
    refusal(() => toHundredths(0.001, 'taxRate')),
    { path: 'taxRate', problem: 'too-many-places' },
  );
});

t.test('before discounts and what they take off make the net', async (t) => {
  t.equal(discountsOf([{ quantity: 3, price: brl(1000), taxRate: 10 }], brl(3000)), null, 'nothing where there are none');
  t.same(discountsOf([{ quantity: 2, price: brl(1000), discountPercent: 10 }], brl(1800)), { gross: brl(2000), discount: brl(-200) });
  const huge = [{ quantity: 1000, price: brl(Number.MAX_SAFE_INTEGER), discountPercent: 100 }];
  t.equal(discountsOf(huge, computeDocument(huge).net), null, 'a sum that cannot be exact is left out');
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const { net } = computeDocument(rows);
      const plain = computeDocument(rows.map((one) => ({ ...one, discountPercent: 0 }))).net;
      const found = discountsOf(rows, net);
      return found ? found.gross.amount === plain.amount && found.gross.amount + found.discount.amount === net.amount : plain.amount === net.amount;
    }),
  );
});
