import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Migration } from './migrate.js';
import { type RowSums, summer } from './row-sums.js';

/**
 * Lines of a dump, each a JSON value: before the rows of each table its header, then a row an array; where the numbering of
 * a sequence stands; at last the end, without which a dump is not whole.
 */
export type DumpLine = { table: string; columns: string[] } | unknown[] | { sequence: string; last: number } | { end: true };

export class BrokenDump extends Error {}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  let rest = '';
  try {
    for await (const chunk of source.pipe(gunzip).setEncoding('utf8')) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() as string;
      yield* lines;
    }
  } finally {
    source.destroy();
  }
}

/** Reads a dump line by line. @throws BrokenDump when it is cut off or damaged. */
export async function* readDump(file: string): AsyncGenerator<DumpLine> {
  const lines = linesOf(file);
  const next = async (): Promise<DumpLine | undefined> => {
    try {
      const { value, done } = await lines.next();
      return done ? undefined : (JSON.parse(value) as DumpLine);
    } catch (error) {
      throw new BrokenDump(`${file} is damaged: ${(error as Error).message}`);
    }
  };
  try {
    for (;;) {
      const line = await next();
      if (line === undefined) throw new BrokenDump(`${file} is cut off`);
      // Read on to the end of the file: only there is its checksum.
      if ('end' in line && (await next()) === undefined) return;
      yield line;
    }
  } finally {
    await lines.return(undefined);
  }
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

/** Sums over the rows of each table of a dump, read to its end. @throws BrokenDump */
export async function sumDump(file: string): Promise<RowSums> {
  const rows = summer();
  for await (const line of readDump(file)) {
    if (Array.isArray(line)) rows.add(line);
    else if ('table' in line) rows.table(line.table, line.columns);
  }
  return rows.sums();
}

/** What the dump's own ledger says has run, in the order of the sources. */
export async function migrationsOfDump(file: string, sources: readonly { module: string; migrations: readonly Migration[] }[]): Promise<Migration[]> {
  const ran = new Set<string>();
  let columns: string[] | undefined;
  for await (const line of readDump(file)) {
    if (Array.isArray(line)) {
      if (columns) ran.add(`${line[columns.indexOf('module')]} ${line[columns.indexOf('name')]}`);
    } else if ('table' in line) columns = line.table === 'migrations' ? line.columns : undefined;
  }
  return sources.flatMap(({ module, migrations }) => migrations.filter(({ name }) => ran.has(`${module} ${name}`)));
}
