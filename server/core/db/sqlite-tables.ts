import type BetterSqlite3 from 'better-sqlite3';
import { isNoWordIndex } from './word-indexes.js';

export type Handle = InstanceType<typeof BetterSqlite3>;

const isRealTable = `type = 'table' and name not like 'sqlite\\_%' escape '\\' and ${isNoWordIndex('name')}`;

/** Names of the tables that hold what people entered: without those of SQLite itself and without the indexes of words. */
export const tablesOf = (handle: Handle): string[] =>
  handle.prepare(`select name from sqlite_schema where ${isRealTable} order by name`).pluck().all() as string[];

export interface TableRows {
  columns: string[];
  values: IterableIterator<unknown[]>;
}

/** Every row of a table, read as they are asked for. */
export function rowsOfTable(handle: Handle, name: string): TableRows {
  const statement = handle.prepare(`select * from "${name.replaceAll('"', '""')}"`).raw();
  return { columns: statement.columns().map((column) => column.name), values: statement.iterate() as IterableIterator<unknown[]> };
}
