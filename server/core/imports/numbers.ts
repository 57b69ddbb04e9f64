import type { DecimalSign } from '../../contracts/core/imports.js';

/** A figure taken apart; `digits` has no sign and no leading zeros beyond one. */
export interface Figure {
  isNegative: boolean;
  whole: string;
  fraction: string;
  /** ISO 4217, when the cell names its currency beyond doubt; `$` alone names none. */
  currency: string | null;
  isPercent: boolean;
}

const symbols: Readonly<Record<string, string>> = { R$: 'BRL', US$: 'USD', '€': 'EUR', '£': 'GBP', '₹': 'INR', '₽': 'RUB', zł: 'PLN', '₺': 'TRY' };
const spaces = /[\s\u00a0\u202f\u2009'’]/gu;

/** The cell without currency, percent sign and blanks; null when something else than a figure is in it. */
function strip(cell: string): (Omit<Figure, 'whole' | 'fraction'> & { body: string }) | null {
  let body = cell.trim().replaceAll('−', '-');
  let isNegative = false;
  const inBrackets = /^\((.*)\)$/.exec(body);
  if (inBrackets) [body, isNegative] = [inBrackets[1] ?? '', true];
  const isPercent = /%\s*$/.test(body);
  if (isPercent) body = body.replace(/%\s*$/, '');
  const marks = body.match(/R\$|US\$|zł|\p{Sc}|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/gu) ?? [];
  if (marks.length > 1) return null;
  const mark = marks[0];
  if (mark !== undefined) body = body.replace(mark, '');
  body = body.replace(spaces, '');
  if (/^[-+]|-$/.test(body)) {
    isNegative ||= body.includes('-');
    body = body.replace(/^[-+]|-$/, '');
  }
  if (!/^(?=.*\d)[\d.,]+$/.test(body)) return null;
  const currency = mark === undefined ? null : (symbols[mark] ?? (/^[A-Z]{3}$/.test(mark) ? mark : null));
  return { isNegative, isPercent, currency, body };
}

/**
 * Which sign is the decimal one in a column. A cell that has both signs tells (the last one), so does one sign that
 * stands twice or is not followed by three digits; null when no cell tells, or they tell different ones.
 */
export function decimalSignOf(cells: Iterable<string>): DecimalSign | null {
  const told = new Set<DecimalSign>();
  for (const cell of cells) {
    const sign = toldBy(strip(cell)?.body ?? '');
    if (sign !== null) told.add(sign);
  }
  const [sign, other] = told;
  return sign === undefined || other !== undefined ? null : sign;
}

/** The first figure such as `1.234` of a column whose other cells do not tell whether its sign groups thousands; null: none is in doubt. */
export function doubtfulFigureOf(cells: readonly string[]): string | null {
  return decimalSignOf(cells) === null ? (cells.find((cell) => readFigure(cell, null) === 'doubtful') ?? null) : null;
}

/** The one sign of a column of money or of whole numbers that has only figures such as `1.234` groups thousands. */
export function groupedSignOf(cells: Iterable<string>, undecided: DecimalSign): DecimalSign {
  let points = 0;
  let commas = 0;
  for (const cell of cells) {
    const body = strip(cell)?.body ?? '';
    if (body.includes('.')) points += 1;
    if (body.includes(',')) commas += 1;
  }
  if (points > 0 === commas > 0) return undecided;
  return points > 0 ? ',' : '.';
}

function toldBy(body: string): DecimalSign | null {
  const point = body.lastIndexOf('.');
  const comma = body.lastIndexOf(',');
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ',';
  if (point < 0 && comma < 0) return null;
  const sign = point >= 0 ? '.' : ',';
  const other = sign === '.' ? ',' : '.';
  const parts = body.split(sign);
  if (parts.length > 2) return other;
  const [whole = '', fraction = ''] = parts;
  return fraction.length === 3 && whole.length <= 3 && whole !== '' && whole !== '0' ? null : sign;
}

/**
 * Null when the cell is not a figure by this sign; a cell that itself tells another sign is read by its own. Where the
 * sign is not known, one that does not tell is doubtful.
 */
export function readFigure(cell: string, decimal: DecimalSign): Figure | null;
export function readFigure(cell: string, decimal: DecimalSign | null): Figure | 'doubtful' | null;
export function readFigure(cell: string, decimal: DecimalSign | null): Figure | 'doubtful' | null {
  // Most cells of most files are digits alone.
  if (/^(?:0|[1-9]\d*)$/.test(cell)) return { isNegative: false, whole: cell, fraction: '', currency: null, isPercent: false };
  const found = strip(cell);
  if (!found) return null;
  const { body, ...rest } = found;
  const sign = toldBy(body) ?? decimal ?? (/[.,]/.test(body) ? null : '.');
  if (sign === null) return 'doubtful';
  const group = sign === '.' ? ',' : '.';
  const [grouped = '', fraction = '', ...more] = body.split(sign);
  if (more.length > 0 || fraction.includes(group)) return null;
  // Groups of three, or of two as in India before the last three.
  if (grouped.includes(group) && !new RegExp(`^\\d{1,3}(?:\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(grouped)) return null;
  const whole = grouped.replaceAll(group, '').replace(/^0+(?=\d)/, '');
  return { ...rest, whole: whole === '' ? '0' : whole, fraction };
}

/** The figure in units of 10^-places, never rounded; what does not fit is said: decimals beyond these places, or digits beyond exact integers. */
export function scaled({ isNegative, whole, fraction }: Figure, places: number): number | 'too-many-decimals' | 'too-many-digits' {
  if (/[1-9]/.test(fraction.slice(places))) return 'too-many-decimals';
  if (whole.length > 16) return 'too-many-digits';
  if (fraction === '' && whole.length + places <= 15) return (isNegative ? -1 : 1) * Number(whole) * 10 ** places || 0;
  const units = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) return 'too-many-digits';
  return isNegative && units > 0n ? -Number(units) : Number(units);
}

const digits = new Map<string, number>();

/** Digits after the decimal sign of a currency, by ISO 4217: 2 for BRL, 0 for JPY, 3 for KWD. Kept, because it is asked for every cell. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, known);
  return known;
}
