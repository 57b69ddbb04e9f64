import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { type RowSums, summer } from './row-sums.js';
import type { SqliteCheck, SqliteTask } from './sqlite-copy.js';
import { type Handle, rowsOfTable, tablesOf } from './sqlite-tables.js';
import { isNoWordIndex } from './word-indexes.js';

const pagesAtOnce = 2000;

async function copy(source: string, target: string): Promise<void> {
  const from = new BetterSqlite3(source, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    // The open transaction pins one moment: without it every commit of the portal would make the copy begin anew.
    from.exec('begin');
    from.prepare('select count(*) from sqlite_schema').get();
    await from.backup(target, { progress: () => pagesAtOnce });
  } finally {
    from.close();
  }
  const made = new BetterSqlite3(target);
  try {
    // One file that opens anywhere, without the files that WAL keeps beside it.
    made.pragma('journal_mode = delete');
  } finally {
    made.close();
  }
}

const rowsOf = (handle: Handle): Record<string, number> =>
  Object.fromEntries(
    tablesOf(handle).map((name) => [
      name,
      handle
        .prepare(`select count(*) from "${name.replaceAll('"', '""')}"`)
        .pluck()
        .get() as number,
    ]),
  );

function sum(file: string): RowSums {
  const handle = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const rows = summer();
    for (const name of tablesOf(handle)) {
      const { columns, values } = rowsOfTable(handle, name);
      rows.table(name, columns);
      for (const row of values) rows.add(row);
    }
    return rows.sums();
  } finally {
    handle.close();
  }
}

/** Tables whose rows are newer than their numbering: pages of different moments, each sound in itself. */
function tablesAhead(handle: Handle): string[] {
  const numbered = handle.prepare(`select name, seq from sqlite_sequence where ${isNoWordIndex('name')}`).all() as { name: string; seq: number }[];
  return numbered
    .filter(({ name, seq }) => ((handle.prepare(`select max(id) from "${name}"`).pluck().get() as number | null) ?? 0) > seq)
    .map(({ name }) => name);
}

function check(file: string): SqliteCheck {
  const handle = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const found = handle.pragma('integrity_check(5)') as { integrity_check: string }[];
    const faults = found.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    if (faults.length > 0) return { faults, rows: {} };
    const ahead = tablesAhead(handle);
    if (ahead.length > 0) return { faults: ahead.map((table) => `${table} has rows with numbers that were not given yet`), rows: {} };
    const orphans = handle.pragma('foreign_key_check') as { table: string; parent: string }[];
    return { faults: orphans.slice(0, 5).map(({ table, parent }) => `A row of ${table} refers to a row of ${parent} that is not there`), rows: rowsOf(handle) };
  } catch (error) {
    // Said here: an error of the driver loses its words on the way out of the thread.
    const { code, message } = error as { code?: string; message: string };
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return { faults: [message], rows: {} };
    throw error;
  } finally {
    handle.close();
  }
}

const task = workerData as SqliteTask;
if (task.copyTo !== undefined) await copy(task.file, task.copyTo);
parentPort?.postMessage(task.sum ? sum(task.file) : check(task.copyTo ?? task.file));
