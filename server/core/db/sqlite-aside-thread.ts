import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { preparer } from './sqlite-prepare.js';

/** What is asked of the thread, and its answer: the rows, or why there are none. */
export interface AsideQuestion {
  id: number;
  sql: string;
  parameters: readonly unknown[];
}
export type AsideAnswer = { id: number; rows: unknown[] } | { id: number; error: unknown };

const handle = new BetterSqlite3(workerData as string, { readonly: true, fileMustExist: true });
handle.pragma('busy_timeout = 5000');
handle.pragma('mmap_size = 1073741824');
const prepare = preparer(handle);

const answerTo = ({ id, sql, parameters }: AsideQuestion): AsideAnswer => {
  try {
    return { id, rows: prepare(sql).all(parameters) };
  } catch (error) {
    return { id, error };
  }
};
parentPort?.on('message', (question: AsideQuestion) => parentPort?.postMessage(answerTo(question)));
