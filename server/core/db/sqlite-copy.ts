import { rename, rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { RowSums } from './row-sums.js';

export interface SqliteTask {
  file: string;
  /** Where a copy is made, which is then what is checked; left out: the file itself is checked. */
  copyTo?: string;
  /** Sum the rows up, instead of copying and checking. */
  sum?: true;
}

export interface SqliteCheck {
  /** What is wrong with it, in the words of SQLite; empty when it is sound. */
  faults: string[];
  /** Number of rows of each table; empty when it is not sound. */
  rows: Record<string, number>;
}

/** A database file that cannot be trusted. */
export class UnsoundDatabase extends Error {}

/** Copying and checking read the whole file, so they run in a thread of their own and the portal answers on. */
function inThread<T>(task: SqliteTask): Promise<T> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./sqlite-thread.js', import.meta.url), { workerData: task });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The thread that reads ${task.file} ended with code ${code}`)));
  });
}

/** Full check of a database file: its structure, its indexes and its references. A file that cannot be read at all is a fault, too. */
export const checkSqlite = (file: string): Promise<SqliteCheck> => inThread<SqliteCheck>({ file });

/** Sums over the rows of each table, without the index of words, which each database has in its own form. */
export const sumSqlite = (file: string): Promise<RowSums> => inThread<RowSums>({ file, sum: true });

/**
 * Copies a database that may be in use, as it is at one moment, checks the copy and puts it in place.
 * @returns the number of rows of each table. @throws UnsoundDatabase when the copy does not pass; then there is no copy.
 */
export async function copySqlite(file: string, target: string): Promise<Record<string, number>> {
  const aside = `${target}.part`;
  try {
    await rm(aside, { force: true });
    const { faults, rows } = await inThread<SqliteCheck>({ file, copyTo: aside });
    if (faults.length > 0) throw new UnsoundDatabase(`The database did not pass its check: ${faults.join('; ')}`);
    await rename(aside, target);
    return rows;
  } finally {
    await rm(aside, { force: true });
  }
}
