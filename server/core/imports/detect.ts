import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { encodingOf, encodingOfMark, type FileEncoding, refuseBinary } from './encoding.js';
import { ImportFileError } from './file-error.js';
import { hasHeaderRow } from './header.js';
import { isBlank, recordSplitter, type Separator, type SplitRecord } from './record-splitter.js';

/** How a file of rows is written: all that {@link readRows} needs to read it. */
export interface FileShape {
  encoding: FileEncoding;
  hasMark: boolean;
  separator: Separator;
  lineEnd: '\n' | '\r\n' | '\r';
  hasHeader: boolean;
  /** 1 when the file begins with Excel's `sep=;`, else 0. */
  skipLines: number;
  /** One name for each column, none empty, none twice. */
  columns: string[];
}

export interface ColumnNote {
  code: 'column-unnamed' | 'column-repeated';
  /** From 0. */
  index: number;
  /** The name that was given instead. */
  name: string;
}

export interface DetectedFile extends FileShape {
  notes: ColumnNote[];
  /** The first rows in order, broken ones left out, cut or padded to the columns. */
  sample: string[][];
}

export interface DetectOptions {
  /** The word that names a column without a name, in the person's language: `Column` makes `Column 3`. */
  columnWord: string;
  /** Set when the person has said whether the first row is a header. */
  hasHeader?: boolean;
}

const HEAD_BYTES = 256 * 1024;
const SAMPLE_ROWS = 1000;
const JUDGED_ROWS = 100;
const LONGEST_NAME = 200;
const MOST_COLUMNS = 500;
const separators: readonly Separator[] = [',', ';', '\t', '|'];

/** @throws {ImportFileError} when the file cannot be imported as it is. */
export async function detectFile(path: string, options: DetectOptions): Promise<DetectedFile> {
  const { head, isWhole } = await readHead(path);
  refuseBinary(head);
  const encoding = await encodingOf(path, head);
  return { encoding, hasMark: encodingOfMark(head) !== null, ...detectText(iconv.decode(head, encoding), isWhole, options) };
}

export async function readHead(path: string): Promise<{ head: Buffer; isWhole: boolean }> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES + 1), 0, HEAD_BYTES + 1, 0);
    return { head: buffer.subarray(0, Math.min(bytesRead, HEAD_BYTES)), isWhole: bytesRead <= HEAD_BYTES };
  } finally {
    await file.close();
  }
}

/** @param isWhole whether `text` is all of the file; if not, its last record may be cut and is left out. */
function detectText(text: string, isWhole: boolean, options: DetectOptions): Omit<DetectedFile, 'encoding' | 'hasMark'> {
  if (text.trim() === '') throw new ImportFileError('empty-file');
  const lineEnd = lineEndOf(text);
  const told = /^sep=([,;\t|])(?=[\r\n])/i.exec(text)?.[1] as Separator | undefined;
  const recordsOf = (separator: Separator): SplitRecord[] => {
    const splitter = recordSplitter({ separator, lineEnd: lineEnd === '\r' ? '\r' : '\n' });
    const records = splitter.push(text);
    if (isWhole || records.length === 0) records.push(...splitter.end());
    return records.slice(told ? 1 : 0).filter((record) => !isBlank(record.cells));
  };
  const separator = told ?? separatorBy(recordsOf);
  const records = recordsOf(separator);
  const first = records[0];
  if (!first) throw new ImportFileError('empty-file');
  if (first.fault) throw new ImportFileError('broken-header', { line: first.line });
  if (first.cells.length === 1) throw new ImportFileError('one-column');
  if (first.cells.length > MOST_COLUMNS) throw new ImportFileError('too-many-columns', { columns: first.cells.length, max: MOST_COLUMNS });
  const sound = records.filter((record) => !record.fault).slice(0, SAMPLE_ROWS + 1);
  const hasHeader = options.hasHeader ?? hasHeaderRow(sound.map((record) => record.cells));
  const rows = hasHeader ? sound.slice(1) : sound;
  if (records.length === (hasHeader ? 1 : 0)) throw new ImportFileError('no-rows');
  const { columns, notes } = nameColumns(hasHeader ? first.cells : first.cells.map(() => ''), options.columnWord);
  return {
    separator,
    lineEnd,
    hasHeader,
    skipLines: told ? 1 : 0,
    columns,
    notes: hasHeader ? notes : [],
    sample: rows.map(({ cells }) => columns.map((_, index) => cells[index] ?? '')),
  };
}

/** By the first line end that stands outside of quotes; a file with any line feed there is not one of carriage returns. */
function lineEndOf(text: string): '\n' | '\r\n' | '\r' {
  let isQuoted = false;
  let hasReturn = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '\n') return text[at - 1] === '\r' ? '\r\n' : '\n';
    else if (char === '\r') hasReturn = true;
  }
  if (hasReturn) return '\r';
  return text.includes('\n') ? '\n' : '\r\n';
}

/**
 * The separator by which most rows have as many cells as the first one. A comma within amounts (`Valor;Data` above
 * `1,50;01/02/2026`) does not win, because the first row has no such comma; among equals more columns win.
 */
function separatorBy(recordsOf: (separator: Separator) => SplitRecord[]): Separator {
  let best: Separator | null = null;
  let bestScore = 0;
  for (const separator of separators) {
    const records = recordsOf(separator).slice(0, JUDGED_ROWS);
    const width = records[0]?.cells.length ?? 0;
    if (width < 2) continue;
    const alike = records.filter((record) => !record.fault && record.cells.length === width).length / records.length;
    const score = alike + Math.min(width, 20) / 100;
    if (score > bestScore) [best, bestScore] = [separator, score];
  }
  if (best === null) throw new ImportFileError('one-column');
  return best;
}

/** Names are trimmed and cut to {@link LONGEST_NAME} characters; an empty one becomes `Column 3`, a repeated one `name (2)`. */
export function nameColumns(cells: readonly string[], columnWord: string): { columns: string[]; notes: ColumnNote[] } {
  const given = cells.map((cell) => cell.trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME).trim());
  const taken = new Set<string>();
  const notes: ColumnNote[] = [];
  const columns = given.map((own, index) => {
    const wanted = own === '' ? `${columnWord} ${index + 1}` : own;
    let name = wanted;
    // A made-up name gives way to one that stands in the file itself, further right too.
    for (let count = 2; taken.has(name) || (name !== own && given.includes(name)); count += 1) name = `${wanted} (${count})`;
    taken.add(name);
    if (own === '') notes.push({ code: 'column-unnamed', index, name });
    else if (name !== own) notes.push({ code: 'column-repeated', index, name });
    return name;
  });
  return { columns, notes };
}
