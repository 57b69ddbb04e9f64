import BetterSqlite3 from 'better-sqlite3';
import { writeDump } from './dump-writer.js';
import { rowsOfTable, tablesOf } from './sqlite-tables.js';
import { isNoWordIndex } from './word-indexes.js';

/** What a sequence of PostgreSQL is called that numbers the rows of a table. */
export const sequenceOf = (table: string): string => `${table}_id_seq`;

/**
 * Writes a copy of an SQLite database as a dump, with which a PostgreSQL database can be filled, see dump-file. Reads the file on
 * this thread: for the command line, not for a portal that answers.
 */
export async function dumpSqlite(file: string, target: string): Promise<void> {
  const handle = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  const dump = writeDump(target);
  try {
    for (const table of tablesOf(handle)) {
      const { columns, values } = rowsOfTable(handle, table);
      await dump.write({ table, columns });
      for (const row of values) await dump.write(row);
    }
    const numbered = handle.prepare(`select name, seq from sqlite_sequence where seq > 0 and ${isNoWordIndex('name')} order by name`).all();
    for (const { name, seq } of numbered as { name: string; seq: number }[]) await dump.write({ sequence: sequenceOf(name), last: seq });
    await dump.end();
  } catch (error) {
    await dump.fail(error as Error);
    throw error;
  } finally {
    handle.close();
  }
}
