import type { Channel, Field, Money } from '../../contracts/core/fields.js';
import { knownZone } from '../db/days.js';
import { texts } from '../i18n/texts.js';

/** For whom a file is written. */
export interface CellStyle {
  language: string;
  timeZone: string;
  /** What parts the cells of a line of CSV, as the spreadsheet of the reader's country opens it. */
  separator: ',' | ';';
  decimal: '.' | ',';
  /** Currency that need not be named. */
  usualCurrency: string;
  yes: string;
  no: string;
  /** `2026-11-26 14:05` where the reader is. */
  moment(instant: string): string;
}

/** Title of what a reference points at; empty for what the reader may not see. */
export type Named = (type: string, id: number) => string;

/** Where the comma parts the decimals, the semicolon parts the cells. */
export function cellStyle(language: string, timeZone: string, usualCurrency: string): CellStyle {
  const decimal = (1.5).toLocaleString(language).includes(',') ? ',' : '.';
  // Made once: making a format takes longer than using it for a page of rows.
  const moments = new Intl.DateTimeFormat('sv-SE', { timeZone: knownZone(timeZone), dateStyle: 'short', timeStyle: 'short' });
  const say = texts(language);
  return {
    language,
    timeZone,
    decimal,
    separator: decimal === ',' ? ';' : ',',
    usualCurrency,
    yes: say('core:export.yes'),
    no: say('core:export.no'),
    moment: (instant) => moments.format(new Date(instant)),
  };
}

const places = new Map<string, number>();

/** Decimals of a currency: 2 for BRL, 0 for JPY. */
export function placesOf(currency: string): number {
  let found = places.get(currency);
  if (found === undefined) {
    found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    places.set(currency, found);
  }
  return found;
}

const decimals = (value: number, { decimal }: CellStyle): string => String(value).replace('.', decimal);

function moneyCell({ amount, currency }: Money, { decimal, usualCurrency }: CellStyle): string {
  const digits = placesOf(currency);
  const text = (amount / 10 ** digits).toFixed(digits).replace('.', decimal);
  return currency === usualCurrency ? text : `${text} ${currency}`;
}

/** What a spreadsheet takes for a formula, and would run. */
const looksLikeFormula = /^[=+\-@\t\r]/;
const isNumber = /^[+-]?\d+([.,]\d+)?$/;

/** Text from people: nothing in it is taken for a formula. */
export const guarded = (text: string): string => (looksLikeFormula.test(text) && !isNumber.test(text) ? `'${text}` : text);

/** A value that is neither number nor time, as text. */
export function textOf(field: Field, value: unknown, named: Named): string {
  switch (field.kind) {
    case 'person':
      return named('core.person', value as number);
    case 'ref':
      return named(field.type, value as number);
    case 'channels':
      return (value as Channel[]).map((one) => one.value).join('; ');
    case 'people':
      return (value as number[]).map((one) => named('core.person', one)).join('; ');
    case 'words':
      return (value as string[]).join('; ');
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** A value as it stands in a file of CSV. */
export function cellOf(field: Field, value: unknown, style: CellStyle, named: Named): string {
  if (value === null || value === undefined) return '';
  switch (field.kind) {
    case 'money':
      return moneyCell(value as Money, style);
    case 'int':
    case 'quantity':
    case 'percent':
      return decimals(value as number, style);
    case 'instant':
      return style.moment(value as string);
    case 'yesNo':
      return value ? style.yes : style.no;
    default:
      return guarded(textOf(field, value, named));
  }
}

/** One line of the file; a cell that holds a separator, a quotation mark or a line break stands in quotation marks. */
export const csvLine = (cells: readonly string[], { separator }: CellStyle): string =>
  `${cells.map((cell) => (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)}\r\n`;
