/**
 * Cuts decoded text into records of cells by RFC 4180, and goes on after a broken one.
 *
 * A ready-made parser cannot do this: to it everything from a quote that nobody closed up to the next quote, or up to the
 * end of the file, is one cell. Here such a record costs its first line only; reading resumes at the next line.
 */
export type Separator = ',' | ';' | '\t' | '|';

/** `quote-inside`: text after a closing quote. `quote-not-closed`: as it says. `line-too-long`: over {@link LONGEST_RECORD}. */
export type RecordFault = 'quote-inside' | 'quote-not-closed' | 'line-too-long';

export interface SplitRecord {
  /** Line of the file on which the record begins, from 1. */
  line: number;
  /** Of a broken record: its first line, cut at every separator. */
  cells: string[];
  fault?: RecordFault;
}

export interface SplitterOptions {
  separator: Separator;
  /** `\r` only for files that have no line feed at all; with `\n` a carriage return before it belongs to the line end. */
  lineEnd: '\n' | '\r';
}

export interface RecordSplitter {
  /** Takes the next piece of text, cut anywhere, and gives the records that it completes. */
  push(text: string): SplitRecord[];
  /** The records of what is left, taken as the end of the file. */
  end(): SplitRecord[];
}

/** Characters. Longer than any field takes; bounds both memory and the search for a closing quote. */
const LONGEST_RECORD = 200_000;
const QUOTE = '"';

type Scan = { found: 'record'; cells: string[]; next: number } | { found: 'fault'; fault: RecordFault } | { found: 'unfinished' };

export function recordSplitter({ separator, lineEnd }: SplitterOptions): RecordSplitter {
  let rest = '';
  let line = 1;
  let isDropping = false;

  const take = (text: string, isLast: boolean): SplitRecord[] => {
    const records: SplitRecord[] = [];
    let all = rest + text;
    if (isLast && all !== '' && !all.endsWith(lineEnd)) all += lineEnd;
    let at = 0;
    while (at < all.length) {
      const end = all.indexOf(lineEnd, at);
      if (end === -1) break;
      if (isDropping) {
        isDropping = false;
        at = end + 1;
        line += 1;
        continue;
      }
      const first = withoutReturn(all.slice(at, end), lineEnd);
      if (!first.includes(QUOTE)) {
        records.push({ line, cells: first.split(separator) });
        at = end + 1;
        line += 1;
        continue;
      }
      const scan = scanRecord(all, at, separator, lineEnd);
      if (scan.found === 'record') {
        records.push({ line, cells: scan.cells });
        line += countLines(all, at, scan.next, lineEnd);
        at = scan.next;
        continue;
      }
      if (scan.found === 'unfinished' && !isLast && all.length - at <= LONGEST_RECORD) break;
      records.push({ line, cells: first.split(separator), fault: scan.found === 'fault' ? scan.fault : 'quote-not-closed' });
      at = end + 1;
      line += 1;
    }
    rest = all.slice(at);
    // A line without an end, such as a file of another kind that looked like text: its beginning is kept, the rest dropped.
    if (rest.length > LONGEST_RECORD && !rest.includes(lineEnd)) {
      if (!isDropping) records.push({ line, cells: rest.slice(0, 1000).split(separator), fault: 'line-too-long' });
      isDropping = true;
      rest = '';
    }
    return records;
  };

  return { push: (text) => take(text, false), end: () => (isDropping && rest === '' ? [] : take('', true)) };
}

/** Whether a record has nothing in it, as the `;;;;` that spreadsheets write for rows that were emptied. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

const withoutReturn = (line: string, lineEnd: string): string => (lineEnd === '\n' && line.endsWith('\r') ? line.slice(0, -1) : line);

function countLines(text: string, from: number, to: number, lineEnd: string): number {
  let lines = 0;
  for (let at = text.indexOf(lineEnd, from); at !== -1 && at < to; at = text.indexOf(lineEnd, at + 1)) lines += 1;
  return lines;
}

/** One record with quotes in it. Quotes inside an unquoted cell (`5" disk`) are text; blanks around quotes do not count. */
function scanRecord(text: string, from: number, separator: string, lineEnd: string): Scan {
  const cells: string[] = [];
  const isFiller = (char: string | undefined) => char === ' ' || (char === '\t' && separator !== '\t');
  let at = from;
  let isFirstLine = true;
  for (;;) {
    let start = at;
    while (isFiller(text[start])) start += 1;
    if (text[start] !== QUOTE) {
      const lineStop = text.indexOf(lineEnd, at);
      if (lineStop === -1) return { found: 'unfinished' };
      const stop = text.indexOf(separator, at);
      if (stop === -1 || stop > lineStop) {
        cells.push(withoutReturn(text.slice(at, lineStop), lineEnd));
        return { found: 'record', cells, next: lineStop + 1 };
      }
      cells.push(text.slice(at, stop));
      at = stop + 1;
      continue;
    }
    const close = closingQuote(text, start + 1);
    if (close === -1) return { found: 'unfinished' };
    const cell = text.slice(start + 1, close);
    if (cell.includes(lineEnd)) isFirstLine = false;
    cells.push(cell.includes(QUOTE) ? cell.replaceAll('""', QUOTE) : cell);
    let after = close + 1;
    while (isFiller(text[after]) || (lineEnd === '\n' && text[after] === '\r')) after += 1;
    if (after >= text.length) return { found: 'unfinished' };
    if (text[after] === lineEnd) return { found: 'record', cells, next: after + 1 };
    if (text[after] !== separator) return { found: 'fault', fault: isFirstLine ? 'quote-inside' : 'quote-not-closed' };
    at = after + 1;
  }
}

/** Index of the quote that closes a cell, -1 when the text ends before it is known; `""` is a quote in the text. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf(QUOTE, from);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at;
}
