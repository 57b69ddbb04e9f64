/** What a value is, where a column's name hardly ever is: a figure, a day, an address of mail or web, a phone. */
const dataLooks: readonly RegExp[] = [
  /^[^\p{L}]*\d[\d.,' ]*%?$/u,
  /^(?:[A-Z]{3}|R\$|US\$|[€$£])\s?-?\d[\d.,' ]*$/,
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$/,
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  /^https?:\/\//i,
];
/** Longer cells are texts; the bound also keeps the patterns from walking through a long one again and again. */
const LONGEST_VALUE = 100;
const looksLikeData = (cell: string): boolean => cell.length <= LONGEST_VALUE && dataLooks.some((look) => look.test(cell.trim()));

/**
 * Whether the first row names the columns. It does unless a cell of it looks like a value and stands above values of the
 * same look, or comes again further down its own column. The whole first row coming again is a header repeated where
 * two files were joined.
 */
export function hasHeaderRow(rows: readonly (readonly string[])[]): boolean {
  const [first, ...below] = rows;
  if (!first) return false;
  const others = below.filter((row) => !first.every((cell, index) => cell === row[index]));
  return !first.some((cell, index) => {
    if (cell.trim() === '') return false;
    const column = others.map((row) => row[index] ?? '').filter((other) => other.trim() !== '');
    if (looksLikeData(cell)) return column.length === 0 || column.filter(looksLikeData).length * 2 >= column.length;
    return column.includes(cell);
  });
}
