/**
 * The arithmetic of quotes and invoices, the same on the server and in the browser. Tax is on top of the price. Everything is
 * computed with integers; decimals are turned into integers once, exactly, and refused where that is not possible.
 */
import type { Money } from '../core/fields.js';

export type AmountProblem = 'not-a-number' | 'too-many-places' | 'out-of-range' | 'not-whole' | 'bad-currency' | 'mixed-currency';

/** A number of a row that cannot be computed with; `path` names the field, such as `rows.2.quantity`. */
export class AmountError extends RangeError {
  constructor(
    readonly path: string,
    readonly problem: AmountProblem,
    message: string,
  ) {
    super(`${path}: ${message}`);
    this.name = 'AmountError';
  }
}

/** What is needed of a row to compute it; `quantity` and `price.amount` may be negative, percents are 0 … 100: a discount with at most two places, a tax rate with three. */
export interface PricedRow {
  quantity: number;
  price: Money;
  discountPercent?: number;
  taxRate?: number;
}
export interface RowAmounts {
  net: Money;
  tax: Money;
}
export interface DocumentAmounts {
  rows: RowAmounts[];
  net: Money;
  tax: Money;
  total: Money;
}

const MAX = BigInt(Number.MAX_SAFE_INTEGER);

function toScaled(n: number, scale: number, path: string): number {
  if (typeof n !== 'number' || !Number.isFinite(n)) throw new AmountError(path, 'not-a-number', 'not a finite number');
  // Adding 0 turns −0 into 0.
  const scaled = Math.round(n * scale) + 0;
  if (!Number.isSafeInteger(scaled)) throw new AmountError(path, 'out-of-range', 'too large to be exact');
  // Division rounds correctly, so this is true exactly when `n` is the double nearest to that decimal.
  if (scaled / scale !== n) throw new AmountError(path, 'too-many-places', `more than ${scale === 1000 ? 'three' : 'two'} decimal places`);
  return scaled;
}

function fromScaled(n: number, scale: number, path: string): number {
  if (!Number.isSafeInteger(n)) throw new AmountError(path, 'not-whole', 'not a whole number');
  return n / scale;
}

/** A decimal of at most three places as integer thousandths: 1.005 → 1005, and 8.875 % → 8875. @throws {AmountError} */
export const toThousandths = (n: number, path = 'quantity'): number => toScaled(n, 1000, path);
/** Integer thousandths as a decimal: 1005 → 1.005. @throws {AmountError} when `n` is not a whole number. */
export const fromThousandths = (n: number, path = 'quantity'): number => fromScaled(n, 1000, path);
/** A decimal of at most two places as integer hundredths: 12.5 → 1250. @throws {AmountError} */
export const toHundredths = (n: number, path = 'percent'): number => toScaled(n, 100, path);
/** Integer hundredths as a decimal: 1250 → 12.5. @throws {AmountError} when `n` is not a whole number. */
export const fromHundredths = (n: number, path = 'percent'): number => fromScaled(n, 100, path);

/** Half-up by size: 0.5 → 1 and −0.5 → −1, so that a correction cancels exactly what it corrects. */
function divideHalfUp(a: bigint, b: bigint): bigint {
  const size = ((a < 0n ? -a : a) * 2n + b) / (b * 2n);
  return a < 0n ? -size : size;
}

function safe(amount: bigint, path: string): number {
  if (amount > MAX || amount < -MAX) throw new AmountError(path, 'out-of-range', 'too large to be exact');
  return Number(amount);
}

/** @param scaled a percentage as an integer, of which `whole` are 100 %. */
function withinWhole(scaled: number, whole: number, path: string): bigint {
  if (scaled < 0 || scaled > whole) throw new AmountError(path, 'out-of-range', 'not between 0 and 100');
  return BigInt(scaled);
}

/** 100 % in hundredths of a percent, as discounts are counted. */
const wholeDiscount = 10_000;
/** 100 % in thousandths of a percent, as tax rates are. */
const wholeRate = 100_000;

function checkPrice(price: Money, path: string): bigint {
  if (!Number.isSafeInteger(price.amount)) throw new AmountError(`${path}.amount`, 'not-whole', 'not a whole number of minor units');
  if (!/^[A-Z]{3}$/.test(price.currency)) throw new AmountError(`${path}.currency`, 'bad-currency', 'not an ISO 4217 code');
  return BigInt(price.amount);
}

function amountsOf(row: PricedRow, prefix: string): { net: bigint; tax: bigint } {
  const quantity = BigInt(toThousandths(row.quantity, `${prefix}quantity`));
  const price = checkPrice(row.price, `${prefix}price`);
  const [ofDiscount, ofRate] = [`${prefix}discountPercent`, `${prefix}taxRate`];
  const kept = BigInt(wholeDiscount) - withinWhole(toHundredths(row.discountPercent ?? 0, ofDiscount), wholeDiscount, ofDiscount);
  const rate = withinWhole(toThousandths(row.taxRate ?? 0, ofRate), wholeRate, ofRate);
  const net = divideHalfUp(quantity * price * kept, 1000n * BigInt(wholeDiscount));
  safe(net, `${prefix}net`);
  return { net, tax: divideHalfUp(net * rate, BigInt(wholeRate)) };
}

/**
 * net = quantity × price less discount, tax = net × rate, each rounded half-up (away from zero at the half) to minor units.
 * @throws {AmountError} naming the field.
 */
export function computeRow(row: PricedRow): RowAmounts {
  const { net, tax } = amountsOf(row, '');
  const { currency } = row.price;
  return { net: { amount: Number(net), currency }, tax: { amount: Number(tax), currency } };
}

/**
 * Every row computed and rounded by itself, then summed: what stands in the column adds up to what stands below it.
 * @param currency of the document; every row must have it. Without it the first row's counts, and a document without rows is refused.
 * @throws {AmountError} naming the field, such as `rows.3.price.currency`.
 */
export function computeDocument(rows: readonly PricedRow[], currency = rows[0]?.price.currency): DocumentAmounts {
  if (currency === undefined) throw new AmountError('rows', 'bad-currency', 'a document without rows needs its currency given');
  let net = 0n;
  let tax = 0n;
  const done = rows.map((row, index): RowAmounts => {
    const amounts = amountsOf(row, `rows.${index}.`);
    if (row.price.currency !== currency) {
      throw new AmountError(`rows.${index}.price.currency`, 'mixed-currency', `${row.price.currency} in a document in ${currency}`);
    }
    net += amounts.net;
    tax += amounts.tax;
    return { net: { amount: Number(amounts.net), currency }, tax: { amount: Number(amounts.tax), currency } };
  });
  const of = (amount: bigint, path: string): Money => ({ amount: safe(amount, path), currency });
  return { rows: done, net: of(net, 'net'), tax: of(tax, 'tax'), total: of(net + tax, 'total') };
}

/** Between rows and their net: what they come to before their discounts, and what is to be added for these, below zero as a rule. */
export interface Discounts {
  gross: Money;
  discount: Money;
}

/**
 * Null where no discount changes anything, and where the sum before them is too large to be exact.
 * @param net of these rows.
 */
export function discountsOf(rows: readonly PricedRow[], net: Money): Discounts | null {
  const gross = rows.reduce((sum, { quantity, price }) => sum + divideHalfUp(BigInt(toThousandths(quantity)) * BigInt(price.amount), 1000n), 0n);
  const discount = BigInt(net.amount) - gross;
  if (discount === 0n || [gross, discount].some((amount) => amount > MAX || amount < -MAX)) return null;
  const { currency } = net;
  return { gross: { amount: Number(gross), currency }, discount: { amount: Number(discount), currency } };
}

/** Tax of computed rows gathered by rate, lowest rate first, rows without tax left out: the lines between net and total. */
export function taxByRate(rows: readonly { taxRate: number; net: Money; tax: Money }[]): { rate: number; net: Money; tax: Money }[] {
  const byRate = new Map<number, { rate: number; net: Money; tax: Money }>();
  for (const { taxRate: rate, net, tax } of rows) {
    if (rate === 0) continue;
    const line = byRate.get(rate) ?? { rate, net: { amount: 0, currency: net.currency }, tax: { amount: 0, currency: tax.currency } };
    line.net.amount += net.amount;
    line.tax.amount += tax.amount;
    byRate.set(rate, line);
  }
  return [...byRate.values()].sort((a, b) => a.rate - b.rate);
}
