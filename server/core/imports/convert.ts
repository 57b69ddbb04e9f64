import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { detectFile, readHead } from './detect.js';
import { encodingOf, refuseBinary } from './encoding.js';
import { ImportFileError } from './file-error.js';
import type { ImportFormat, ImportRows } from './point.js';
import { readRows } from './read.js';

/** A file of another system is turned as a whole, in memory. */
const largestBytes = 16 * 1024 * 1024;
const mostRows = 50_000;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) || cell.trim() !== cell ? `"${cell.replaceAll('"', '""')}"` : cell);

async function rowsOf(path: string): Promise<{ columns: string[]; rows: Record<string, string>[] }> {
  const shape = await detectFile(path, { columnWord: 'Column', hasHeader: true });
  const rows: Record<string, string>[] = [];
  for await (const some of readRows(path, shape)) {
    for (const { cells } of some) rows.push(Object.fromEntries(shape.columns.map((column, n) => [column, cells[n] ?? ''])));
    if (rows.length > mostRows) throw new ImportFileError('too-many-rows', { max: mostRows });
  }
  return { columns: shape.columns, rows };
}

async function turn(path: string, name: string, formats: readonly ImportFormat[]): Promise<{ id: string; rows: ImportRows } | null> {
  const { size } = await stat(path);
  const { head } = await readHead(path);
  refuseBinary(head);
  const isJson = /^\uFEFF?\s*[[{]/.test(head.subarray(0, 1000).toString('utf8'));
  if (isJson) {
    if (size > largestBytes) throw new ImportFileError('file-too-large', { max: largestBytes / 1024 / 1024 });
    let value: unknown;
    try {
      value = JSON.parse(iconv.decode(await readFile(path), await encodingOf(path, head)));
    } catch {
      throw new ImportFileError('broken-json');
    }
    const format = formats.find((one) => one.of === 'json' && one.recognises(value));
    if (format?.of !== 'json') throw new ImportFileError('unknown-json');
    return { id: format.id, rows: format.convert(value, name) };
  }
  const { columns } = await detectFile(path, { columnWord: 'Column' });
  const format = formats.find((one) => one.of === 'rows' && one.recognises(columns));
  if (format?.of !== 'rows') return null;
  if (size > largestBytes) throw new ImportFileError('file-too-large', { max: largestBytes / 1024 / 1024 });
  return { id: format.id, rows: format.convert((await rowsOf(path)).rows, name) };
}

/** What a file was recognised as. */
export interface Converted {
  /** Id of the format. */
  format: string;
  /** See {@link ImportRows}. */
  archived: number;
}

/**
 * Recognises a file of another system, and puts rows in the importer's own columns in its place.
 * @param name of the file as it was brought. @returns null where it is none of them, and the file as it was.
 * @throws {ImportFileError} for JSON that nobody knows, and what is too large to be turned.
 */
export async function convertFile(path: string, name: string, formats: readonly ImportFormat[]): Promise<Converted | null> {
  const found = await turn(path, name, formats);
  if (!found) return null;
  const { columns, rows } = found.rows;
  if (rows.length === 0) throw new ImportFileError('no-rows');
  if (rows.length > mostRows) throw new ImportFileError('too-many-rows', { max: mostRows });
  await writeFile(`${path}.new`, [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));
  await rename(`${path}.new`, path);
  return { format: found.id, archived: found.rows.archived ?? 0 };
}
