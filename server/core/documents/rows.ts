import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { CONTENT_WIDTH, HAIRLINE, INK, printable, ROW_LINE, SOFT, widthOf } from './paper.js';
import type { PrintableDocument, PrintableRow } from './printable.js';
import type { Voice } from './voice.js';

const SIZE = 8.5;
const HEAD_SIZE = 7.5;
const GAP = 12;
/** Below this the name's column is of no use, so figures are broken instead. */
const LEAST_NAME = 110;
/** A row of more characters than this may be higher than a page, so it may be broken; shorter ones are kept whole. */
const LONG_NAME = 1000;
const CHARACTERS_OF_LINE = 40;

interface Column {
  label: string;
  text(row: PrintableRow): string;
}

/** The rows with their heading repeated on every page. Discount and tax have a column only where some row has them. */
export function rowsTable(doc: PrintableDocument, { t, format }: Voice): Content {
  const columns: Column[] = [
    { label: t('document.quantity'), text: ({ quantity, unit }) => `${format.number(quantity)}${unit ? ` ${printable(unit)}` : ''}` },
    { label: t('document.price'), text: ({ price }) => format.amount(price) },
  ];
  if (doc.rows.some((row) => row.discountPercent !== 0)) {
    columns.push({ label: t('document.discount'), text: (row) => (row.discountPercent === 0 ? '' : format.percent(row.discountPercent)) });
  }
  if (doc.rows.some((row) => row.taxRate !== 0))
    columns.push({ label: t('document.taxRate'), text: (row) => (row.taxRate === 0 ? '' : format.percent(row.taxRate)) });
  columns.push({ label: t('document.rowTotal'), text: ({ net }) => format.amount(net) });

  const isShort = doc.rows.every(({ name }) => name.length + name.split('\n').length * CHARACTERS_OF_LINE < LONG_NAME);
  const figures = doc.rows.map((row) => columns.map((column) => column.text(row)));
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: isShort ? 1 : 0,
      dontBreakRows: isShort,
      widths: widthsOf(columns, figures),
      body: [
        [headCell(t('document.item'), 'left'), ...columns.map(({ label }) => headCell(label, 'right'))],
        ...doc.rows.map((row, index) => [nameCell(row), ...(figures[index] ?? []).map((text): TableCell => ({ text, alignment: 'right' }))]),
      ],
    },
    layout: {
      hLineWidth: (index) => (index === 0 ? 0 : HAIRLINE),
      vLineWidth: () => 0,
      hLineColor: (index) => (index === 1 ? INK : ROW_LINE),
      paddingLeft: (index) => (index === 0 ? 0 : GAP),
      paddingRight: () => 0,
      paddingTop: () => 4,
      paddingBottom: () => 3,
    },
  };
}

function widthsOf(columns: readonly Column[], figures: readonly string[][]): number[] {
  const wished = columns.map(
    ({ label }, index) => Math.max(28, widthOf(label, HEAD_SIZE), ...figures.map((row) => Math.min(160, widthOf(row[index] ?? '', SIZE)))) + 1,
  );
  const room = CONTENT_WIDTH - LEAST_NAME - GAP * columns.length;
  const sum = wished.reduce((all, width) => all + width, 0);
  const widths = sum > room ? wished.map((width) => (width * room) / sum) : wished;
  const used = widths.reduce((all, width) => all + width, 0) + GAP * columns.length;
  return [CONTENT_WIDTH - used, ...widths];
}

const headCell = (text: string, alignment: 'left' | 'right'): TableCell => ({ text, alignment, bold: true, fontSize: HEAD_SIZE, color: SOFT });

function nameCell(row: PrintableRow): TableCell {
  const [name = '', ...rest] = printable(row.name).trim().split('\n');
  const detail = rest.join('\n').trim();
  return { stack: [{ text: name, bold: true }, ...(detail === '' ? [] : [{ text: detail, fontSize: 7, color: SOFT }])] };
}
