import type { Channel, Field, Money } from '../../contracts/core/fields.js';
import { texts } from '../i18n/texts.js';

/** How files are written for one reader: as the spreadsheet of their country opens them. */
export interface CellStyle {
  language: string;
  timeZone: string;
  /** What parts the cells of a line. */
  separator: ',' | ';';
  decimal: '.' | ',';
}

/** Where the comma parts the decimals, the semicolon parts the cells. */
export function cellStyle(language: string, timeZone: string): CellStyle {
  const decimal = (1.5).toLocaleString(language).includes(',') ? ',' : '.';
  return { language, timeZone, decimal, separator: decimal === ',' ? ';' : ',' };
}

const decimals = (value: number, { decimal }: CellStyle): string => String(value).replace('.', decimal);

function moneyCell({ amount, currency }: Money, style: CellStyle, usual: string): string {
  const places = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = (amount / 10 ** places).toFixed(places).replace('.', style.decimal);
  return currency === usual ? text : `${text} ${currency}`;
}

/** `2026-11-26 14:05` where the reader is. */
function momentCell(instant: string, { timeZone }: CellStyle): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}

/** What a spreadsheet takes for a formula, and would run. */
const looksLikeFormula = /^[=+\-@\t\r]/;
const isNumber = /^[+-]?\d+([.,]\d+)?$/;

/** Text from people: nothing in it is taken for a formula. */
export const guarded = (text: string): string => (looksLikeFormula.test(text) && !isNumber.test(text) ? `'${text}` : text);

/**
 * A value as it stands in a file.
 * @param named title of what a reference points at. @param usual currency that need not be named.
 */
export function cellOf(field: Field, value: unknown, style: CellStyle, usual: string, named: (type: string, id: number) => string): string {
  if (value === null || value === undefined) return '';
  switch (field.kind) {
    case 'money':
      return moneyCell(value as Money, style, usual);
    case 'int':
    case 'quantity':
    case 'percent':
      return decimals(value as number, style);
    case 'instant':
      return momentCell(value as string, style);
    case 'yesNo':
      return texts(style.language)(value ? 'core:export.yes' : 'core:export.no');
    case 'person':
      return guarded(named('core.person', value as number));
    case 'ref':
      return guarded(named(field.type, value as number));
    case 'channels':
      return guarded((value as Channel[]).map((one) => one.value).join('; '));
    case 'json':
      return guarded(JSON.stringify(value));
    default:
      return guarded(String(value));
  }
}

/** One line of the file; a cell that holds a separator, a quotation mark or a line break stands in quotation marks. */
export const csvLine = (cells: readonly string[], { separator }: CellStyle): string =>
  `${cells.map((cell) => (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)}\r\n`;
