import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import type { FileShape } from './detect.js';
import { isBlank, type RecordFault, recordSplitter, type SplitRecord } from './record-splitter.js';

export interface RowError {
  /** Text `core:import.error.<code>`. */
  code: RecordFault | 'too-many-cells';
  params: Readonly<Record<string, unknown>>;
}

export interface FileRow {
  /** Line of the file on which the row begins, from 1, as an editor counts. */
  line: number;
  /** At least as many as there are columns; more only with the error `too-many-cells`. As written, not trimmed. */
  cells: string[];
  error?: RowError;
}

const CHUNK_BYTES = 128 * 1024;

/**
 * The rows of a file in their order, header and blank rows left out. Memory stays flat however long the file is;
 * a broken row is given with its error and reading goes on at the next line.
 * @param shape what `detectFile` found, perhaps corrected by the person.
 */
export async function* readRows(path: string, shape: FileShape, batchSize = 500): AsyncGenerator<FileRow[], void, undefined> {
  let batch: FileRow[] = [];
  for await (const records of rowRecords(path, shape)) {
    for (const record of records) {
      batch.push(toRow(record, shape.columns.length));
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** How many rows {@link readRows} will give, broken ones included. */
export async function countRows(path: string, shape: FileShape): Promise<number> {
  let total = 0;
  for await (const records of rowRecords(path, shape)) total += records.length;
  return total;
}

async function* rowRecords(path: string, shape: FileShape): AsyncGenerator<SplitRecord[], void, undefined> {
  const decoder = iconv.getDecoder(shape.encoding, { stripBOM: true });
  const splitter = recordSplitter({ separator: shape.separator, lineEnd: shape.lineEnd === '\r' ? '\r' : '\n' });
  let isHeaderDue = shape.hasHeader;
  const onlyRows = (records: SplitRecord[]): SplitRecord[] => {
    const rows = records.filter((record) => record.line > shape.skipLines && !isBlank(record.cells));
    if (isHeaderDue && rows.length > 0) {
      isHeaderDue = false;
      rows.shift();
    }
    return rows;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) yield onlyRows(splitter.push(decoder.write(chunk as Buffer)));
  yield onlyRows([...splitter.push(decoder.end() ?? ''), ...splitter.end()]);
}

function toRow({ line, cells, fault }: SplitRecord, width: number): FileRow {
  while (cells.length < width) cells.push('');
  if (fault) return { line, cells, error: { code: fault, params: { line } } };
  if (cells.length === width) return { line, cells };
  if (isBlank(cells.slice(width))) return { line, cells: cells.slice(0, width) };
  return { line, cells, error: { code: 'too-many-cells', params: { line, cells: cells.length, columns: width } } };
}
