import type { CheckedRow, RowFault } from '../../../core/imports/point.js';

const longestTitle = 250;

export const textOf = ({ values }: CheckedRow, name: string): string => String(values[name] ?? '').trim();
/** The sign that keeps a spreadsheet from running a text is no part of it. */
export const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@])/, '');
/** What a row is called here: what is too long is cut. */
export function titleIn(row: CheckedRow): string {
  const letters = [...unguarded(textOf(row, 'title'))];
  return letters.length > longestTitle ? `${letters.slice(0, longestTitle - 1).join('')}…` : letters.join('');
}
export const listOf = (text: string): string[] => [...new Set(text.split(/[;,\n]/).map((one) => one.trim()))].filter((one) => one !== '');
export const fault = (field: string | null, code: string, cell: string): RowFault => ({ field, code, params: { cell: cell.slice(0, 60) } });
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const paragraphs = (lines: readonly string[]): string =>
  lines
    .filter((line) => line.trim() !== '')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('');
