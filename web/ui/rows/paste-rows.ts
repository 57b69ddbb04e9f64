import { parseDecimal, parseMoney, parsePercent } from '../parse.js';
import { type EditRow, newRow } from './edit-row.js';

export type CellName = 'name' | 'quantity' | 'unit' | 'price' | 'discountPercent' | 'taxRate';
const cellOrder: readonly CellName[] = ['name', 'quantity', 'unit', 'price', 'discountPercent', 'taxRate'];

/** The row with one cell set from text; the same row where the text cannot be its value. */
function setCell(row: EditRow, cell: CellName, text: string, language: string): EditRow {
  const bare = text.trim();
  if (cell === 'name') return { ...row, name: bare };
  if (cell === 'unit') return { ...row, unit: bare || null };
  if (cell === 'price') {
    const price = parseMoney(bare, row.price.currency, language);
    return price ? { ...row, price } : row;
  }
  const value = (cell === 'quantity' ? parseDecimal : parsePercent)(bare, language, cell === 'taxRate' ? 100 : undefined);
  return value === null || value < 0 ? row : { ...row, [cell]: value };
}

/** Cells copied from a spreadsheet, set from one cell on to the right and downwards; rows that lack are added. */
export function pasteRows(rows: readonly EditRow[], at: number, cell: CellName, text: string, currency: string, language: string): EditRow[] {
  const lines = text.replace(/\r/g, '').replace(/\n$/, '').split('\n');
  const first = cellOrder.indexOf(cell);
  const next = [...rows];
  lines.forEach((line, down) => {
    const row = line.split('\t').reduce(
      (changed, value, right) => {
        const target = cellOrder[first + right];
        return target ? setCell(changed, target, value, language) : changed;
      },
      next[at + down] ?? newRow(currency),
    );
    next[at + down] = row;
  });
  return next;
}
