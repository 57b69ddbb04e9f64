import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/**
 * Lines of a dump, each a JSON value: before the rows of each table its header, then a row an array; where the numbering of
 * a sequence stands; at last the end, without which a dump is not whole.
 */
export type DumpLine = { table: string; columns: string[] } | unknown[] | { sequence: string; last: number } | { end: true };

export class BrokenDump extends Error {}

/** Reads a dump line by line. @throws BrokenDump when it is cut off or damaged. */
export async function* readDump(file: string): AsyncGenerator<DumpLine> {
  const gunzip = createGunzip();
  let failure: unknown;
  const read = pipeline(createReadStream(file), gunzip).catch((error: unknown) => {
    failure = error;
  });
  let whole = false;
  try {
    for await (const text of createInterface({ input: gunzip, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = JSON.parse(text) as DumpLine;
      if ('end' in line) whole = true;
      else yield line;
    }
    await read;
  } catch (error) {
    failure ??= error;
  } finally {
    gunzip.destroy();
  }
  if (failure || !whole) throw new BrokenDump(`${file} is damaged or cut off${failure ? `: ${(failure as Error).message}` : ''}`);
}

/** Number of rows of each table of a dump, read to its end. @throws BrokenDump */
export async function countDump(file: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  let table = '';
  for await (const line of readDump(file)) {
    if (Array.isArray(line)) rows[table] = (rows[table] ?? 0) + 1;
    else if ('table' in line) {
      table = line.table;
      rows[table] = 0;
    }
  }
  return rows;
}
