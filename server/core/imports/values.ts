import { type Channel, type Field, type Money, plausibleYears } from '../../contracts/core/fields.js';
import type { DecimalSign } from '../../contracts/core/imports.js';
import { isPhone } from '../../contracts/core/phone.js';
import { type DayOrder, dayOrderOf, readDay } from './days.js';
import { fold } from './fold.js';
import { decimalSignOf, digitsOf, groupedSignOf, readFigure, scaled } from './numbers.js';

export type CellErrorCode =
  | 'required'
  | 'too-long'
  | 'not-a-number'
  | 'not-whole'
  | 'too-small'
  | 'too-large'
  | 'too-many-digits'
  | 'too-many-decimals'
  | 'doubtful-number'
  | 'other-currency'
  | 'not-a-percent'
  | 'not-a-day'
  | 'no-such-day'
  | 'absurd-year'
  | 'not-yes-no'
  | 'not-an-email'
  | 'not-a-phone'
  | 'not-a-choice';

export type CellValue = string | number | boolean | Money | Channel[];

/** `value` is null for an empty cell. An error's text is `core:import.error.<code>`; `cell` among its params is what was written. */
export type CellResult = { ok: true; value: CellValue | null } | { ok: false; code: CellErrorCode; params: Readonly<Record<string, unknown>> };

/** How one column is written, decided once over a sample of it by {@link columnStyleOf}. */
export interface ColumnStyle {
  /** Null where it cannot be told. */
  decimal: DecimalSign | null;
  dayOrder: DayOrder;
}

export interface ImportLocale {
  /** BCP 47, of the person who imports. */
  language: string;
  /** ISO 3166, of the company; null when it is not known. */
  country: string | null;
  /** ISO 4217, of amounts that do not name theirs. */
  currency: string;
}

/** Whether figures of the field may have decimals, so that `1.234` alone may be either a thousand or one and a bit. */
export const mayHaveDecimals = ({ kind }: Field): boolean => kind === 'money' || kind === 'quantity';

/**
 * Judges a column by a sample of its cells, the longer the surer. `1.234` alone is a thousand where there are no decimals;
 * elsewhere it is not guessed: the decimal sign is then what somebody has said, or null.
 */
export function columnStyleOf(field: Field, cells: readonly string[], locale: ImportLocale, said?: DecimalSign): ColumnStyle {
  const own = new Intl.NumberFormat(locale.language).formatToParts(1.5).find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
  const isWhole = field.kind === 'int' || (field.kind === 'money' && digitsOf(locale.currency) === 0);
  return { decimal: decimalSignOf(cells) ?? (isWhole ? groupedSignOf(cells, own) : (said ?? null)), dayOrder: dayOrderOf(cells, locale) };
}

/**
 * Turns a cell into the value of a field. Fields that point at something (`person`, `ref`) give the name as written, for
 * the import to look up.
 * @throws {Error} for kinds that are not importable (`instant`, `file`, `json`).
 */
export function readCell(field: Field, cell: string, style: ColumnStyle, locale: ImportLocale): CellResult {
  // No database keeps a NUL in text, and nobody typed one.
  const text = (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim();
  if (text === '') return field.required ? refused('required', {}) : given(null);
  switch (field.kind) {
    case 'text':
      return readText(onOneLine(text), field.max);
    case 'longText':
      return readText(text.replace(/\r\n?/g, '\n'), field.max);
    case 'person':
    case 'ref':
      return readText(text.replace(/\s+/g, ' '), 250);
    case 'int':
      return readInt(text, style.decimal, field.min, field.max);
    case 'quantity':
      return readScaled(text, style.decimal, 3);
    case 'percent':
      return readPercent(text);
    case 'money':
      return readMoney(text, style.decimal, locale.currency, field.signed ?? false);
    case 'day': {
      const found = readDay(text, style.dayOrder);
      return 'day' in found ? given(found.day) : refused(found.code, { cell: shown(text), ...plausibleYears });
    }
    case 'yesNo':
      return readYesNo(text);
    case 'choice': {
      const option = field.options.find((one) => fold(one) === fold(text));
      return option === undefined ? refused('not-a-choice', { cell: shown(text), options: field.options.join(', ') }) : given(option);
    }
    case 'channels':
      return field.of === 'email' ? readEmails(text) : readPhones(text);
    default:
      throw new Error(`Fields of kind ${field.kind} cannot be imported`);
  }
}

const given = (value: CellValue | null): CellResult => ({ ok: true, value });
const refused = (code: CellErrorCode, params: Readonly<Record<string, unknown>>): CellResult => ({ ok: false, code, params });
/** Enough of a cell to know it again in a message. */
const shown = (text: string): string => (text.length > 60 ? `${[...text].slice(0, 59).join('')}…` : text);

/** Line breaks with the blanks around them become one blank; other blanks stay. */
const onOneLine = (text: string): string => (/[\r\n]/.test(text) ? text.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' ' : blanks)) : text);

function readText(text: string, max: number): CellResult {
  // The contract counts characters as people do, not UTF-16 units.
  if (text.length <= max) return given(text);
  const length = [...text].length;
  return length <= max ? given(text) : refused('too-long', { max, length });
}

function readInt(text: string, decimal: DecimalSign | null, min: number | undefined, max: number | undefined): CellResult {
  const figure = readFigure(text, decimal);
  if (figure === 'doubtful') return refused('doubtful-number', { cell: shown(text) });
  if (!figure || figure.currency !== null) return refused('not-a-number', { cell: shown(text) });
  if (/[1-9]/.test(figure.fraction)) return refused('not-whole', { cell: shown(text) });
  const value = scaled(figure, 0);
  if (typeof value !== 'number') return refused(value, { cell: shown(text), max: 0 });
  if (max !== undefined && value > max) return refused('too-large', { cell: shown(text), max });
  return min !== undefined && value < min ? refused('too-small', { cell: shown(text), min }) : given(value);
}

function readScaled(text: string, decimal: DecimalSign | null, places: number): CellResult {
  const figure = readFigure(text, decimal);
  if (figure === 'doubtful') return refused('doubtful-number', { cell: shown(text) });
  if (!figure || figure.isPercent || figure.currency !== null) return refused('not-a-number', { cell: shown(text) });
  const value = scaled(figure, places);
  return typeof value === 'number' ? given(value / 10 ** places) : refused(value, { cell: shown(text), max: places });
}

const PERCENT_PLACES = 3;

/** Whatever the sign of its column, a figure such as `8.875` is less than nine: no percentage is beyond a hundred. */
function readPercent(text: string): CellResult {
  const figures = [readFigure(text, '.'), readFigure(text, ',')].filter((figure) => figure?.currency === null);
  const meant = figures.find((figure) => figure !== null && !figure.isNegative && Number(`${figure.whole}.${figure.fraction}`) <= 100);
  if (!meant) return refused('not-a-percent', { cell: shown(text) });
  const value = scaled(meant, PERCENT_PLACES);
  return typeof value === 'number' ? given(value / 10 ** PERCENT_PLACES) : refused(value, { cell: shown(text), max: PERCENT_PLACES });
}

function readMoney(text: string, decimal: DecimalSign | null, currency: string, signed: boolean): CellResult {
  const figure = readFigure(text, decimal);
  if (figure === 'doubtful') return refused('doubtful-number', { cell: shown(text) });
  if (!figure || figure.isPercent) return refused('not-a-number', { cell: shown(text) });
  if (figure.currency !== null && figure.currency !== currency) return refused('other-currency', { cell: shown(text), currency });
  const places = digitsOf(currency);
  const amount = scaled(figure, places);
  if (typeof amount !== 'number') return refused(amount, { cell: shown(text), max: places });
  return amount < 0 && !signed ? refused('too-small', { cell: shown(text), min: 0 }) : given({ amount, currency });
}

const yes = new Set(['yes', 'y', 'true', 't', '1', 'x', 'on', 'sim', 's', 'verdadeiro', 'v', 'ativo', 'active']);
const no = new Set(['no', 'n', 'false', 'f', '0', 'off', 'nao', 'falso', 'inativo', 'inactive']);

function readYesNo(text: string): CellResult {
  const word = fold(text);
  if (yes.has(word)) return given(true);
  return no.has(word) ? given(false) : refused('not-yes-no', { cell: shown(text) });
}

const parts = (text: string, by: RegExp): string[] => [
  ...new Set(
    text
      .split(by)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
];

function readEmails(text: string): CellResult {
  const addresses = parts(text, /[;,\r\n]/).map((part) => /<([^<>]+)>\s*$/.exec(part)?.[1]?.trim() ?? part);
  const wrong = addresses.find((address) => address.length > 254 || !/^[^\s@<>"(),:;]+@[^\s@<>"(),:;.]+(?:\.[^\s@<>"(),:;.]+)+$/.test(address));
  return wrong === undefined ? given(addresses.map((value) => ({ kind: 'work', value }))) : refused('not-an-email', { cell: shown(wrong) });
}

function readPhones(text: string): CellResult {
  const numbers = parts(text, /[;,\r\n]|\s\/\s/);
  const wrong = numbers.find((number) => !isPhone(number));
  return wrong === undefined ? given(numbers.map((value) => ({ kind: 'work', value }))) : refused('not-a-phone', { cell: shown(wrong) });
}
