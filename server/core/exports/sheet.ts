import type { Field, Money } from '../../contracts/core/fields.js';
import { type CellStyle, type Named, placesOf, textOf } from './cells.js';

/**
 * The parts of a workbook (ECMA-376) as XML. Texts stand in their cells as texts, so that nothing in them is ever taken for a
 * formula; numbers, days and money are numbers with a format.
 */

/** As many records as a worksheet has room for, beside the line of titles and one that says that there are more. */
export const mostRecords = 1_048_576 - 2;
/** Characters that a cell holds. */
const longestText = 32_767;

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML cannot hold: control characters and halves of pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const escaped = (text: string): string => text.replace(impossible, '\ufffd').replace(/[&<>"]/g, (sign) => named[sign] as string);

/** Formats that spreadsheets do not have by themselves are numbered from here on; the first is that of percents, whose two places are too few. */
const firstOwn = 164;
const format = { plain: 0, title: 1, day: 2, moment: 3, percent: 4, firstMoney: 5 } as const;

/** Formats of a workbook; those of money come in as its currencies turn up. */
export class Formats {
  private readonly currencies: string[] = [];
  constructor(private readonly language: string) {}

  ofMoney(currency: string): number {
    const at = this.currencies.indexOf(currency);
    return format.firstMoney + (at < 0 ? this.currencies.push(currency) - 1 : at);
  }

  private codeOf(currency: string): string {
    const parts = new Intl.NumberFormat(this.language, { style: 'currency', currency }).formatToParts(0);
    const symbol = parts.find(({ type }) => type === 'currency')?.value ?? currency;
    const digits = placesOf(currency);
    const gap = parts.some(({ type }) => type === 'literal') ? ' ' : '';
    return `"${symbol.replaceAll('"', '')}"${gap}#,##0${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  }

  toXml(): string {
    const codes = this.currencies.map((currency, n) => `<numFmt numFmtId="${firstOwn + 1 + n}" formatCode="${escaped(this.codeOf(currency))}"/>`);
    const moneys = this.currencies.map((_, n) => `<xf numFmtId="${firstOwn + 1 + n}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>`);
    const number = (id: number) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>`;
    return `${declaration}<styleSheet xmlns="${main}"><numFmts count="${codes.length + 1}"><numFmt numFmtId="${firstOwn}" formatCode="0.00#%"/>${codes.join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${format.firstMoney + moneys.length}"><xf/><xf fontId="1" fillId="0" borderId="0" applyFont="1"/>${number(14)}${number(22)}${number(firstOwn)}${moneys.join('')}</cellXfs></styleSheet>`;
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';

/** All files of a workbook but its sheet and its formats. */
export const frame = (sheet: string): readonly (readonly [string, string])[] => [
  [
    '[Content_Types].xml',
    `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  ],
];

const textCell = (text: string, style: number): string =>
  text === ''
    ? '<c/>'
    : `<c${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, longestText))}</t></is></c>`;
const numberCell = (value: number, style: number): string => `<c${style === 0 ? '' : ` s="${style}"`}><v>${value}</v></c>`;

/** Days since the day from which spreadsheets count. */
const serialOf = (text: string): number => (Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000;

function cell(field: Field, value: unknown, style: CellStyle, formats: Formats, names: Named): string {
  if (value === null || value === undefined) return '<c/>';
  switch (field.kind) {
    case 'money': {
      const { amount, currency } = value as Money;
      return numberCell(amount / 10 ** placesOf(currency), formats.ofMoney(currency));
    }
    case 'int':
    case 'quantity':
      return numberCell(value as number, format.plain);
    case 'percent':
      return numberCell(Number(((value as number) / 100).toFixed(6)), format.percent);
    case 'day':
      return numberCell(serialOf(`${value}T00:00Z`), format.day);
    case 'instant':
      return numberCell(serialOf(`${style.moment(value as string).replace(' ', 'T')}Z`), format.moment);
    case 'yesNo':
      return textCell(value ? style.yes : style.no, format.plain);
    default:
      return textCell(textOf(field, value, names), format.plain);
  }
}

const widths: Partial<Record<Field['kind'], number>> = { text: 32, longText: 48, ref: 28, person: 24, channels: 28, money: 16, instant: 18 };

/** What stands before the rows: the titles stay in sight, and each can be filtered by. */
export const sheetHead = (columns: readonly { field: Field; title: string }[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
    .map(({ field }, n) => `<col min="${n + 1}" max="${n + 1}" width="${widths[field.kind] ?? 14}" customWidth="1"/>`)
    .join('')}</cols><sheetData><row>${columns.map(({ title }) => textCell(title, format.title)).join('')}</row>`;

export const sheetRow = (fields: readonly Field[], values: readonly unknown[], style: CellStyle, formats: Formats, names: Named): string =>
  `<row>${fields.map((field, n) => cell(field, values[n], style, formats, names)).join('')}</row>`;

export const noteRow = (text: string): string => `<row>${textCell(text, format.title)}</row>`;

export const sheetEnd = '</sheetData></worksheet>';
