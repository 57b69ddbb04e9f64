import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Stored } from '../db/database.js';
import type { ArchivePart } from './archive-format.js';
import { BadArchive } from './bad-archive.js';

/** Where a part lies in its archive. */
export const partPath = ({ of, table }: ArchivePart): string => `${of}/${table}.ndjson`;

/** @throws BadArchive for anything but a list of texts and numbers. */
function valuesOf(line: string, part: ArchivePart): Stored[string][] {
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    // Refused below.
  }
  const isValue = (value: unknown) => value === null || typeof value === 'string' || Number.isFinite(value);
  if (!Array.isArray(values) || !values.every(isValue)) throw new BadArchive('archive-damaged', partPath(part));
  return values;
}

/** Rows of a part of an unpacked archive, so many at once. @throws BadArchive */
export async function* archivedRows(file: string, part: ArchivePart, size = 500): AsyncGenerator<Record<string, Stored[string]>[]> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let rows: Record<string, Stored[string]>[] = [];
  for await (const line of lines) {
    const values = valuesOf(line, part);
    rows.push(Object.fromEntries(part.columns.map(({ name }, at) => [name, values[at] ?? null])));
    if (rows.length < size) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
