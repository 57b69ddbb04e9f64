import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { numberCommit, settleLog } from './sqlite-log.js';
import { tidyWordIndex, trigramsOf } from './word-indexes.js';

export type BulkWish = 'checkpoint' | 'words' | 'end';

/** Milliseconds between two steps, for those who wait for the file. */
const letOthersMs = 40;

const handle = new BetterSqlite3(workerData as string, { fileMustExist: true });
handle.pragma('wal_autocheckpoint = 0');
handle.pragma('secure_delete = FAST');

function tidyStep(table: string, index: string): boolean {
  handle.exec('begin immediate');
  try {
    const isTidy = tidyWordIndex(handle, table, index);
    numberCommit(handle);
    handle.exec('commit');
    return isTidy;
  } finally {
    if (handle.inTransaction) handle.exec('rollback');
  }
}

async function tidyWords(): Promise<void> {
  for (const [table, index] of Object.entries(trigramsOf)) while (!tidyStep(table, index)) await pause(letOthersMs);
}

parentPort?.on('message', async (wish: BulkWish) => {
  if (wish === 'end') {
    handle.close();
    parentPort?.close();
    return;
  }
  // What is in use stays in the log, or as it is, until the next time: the portal writes at this moment.
  try {
    if (wish === 'checkpoint') settleLog(handle);
    else await tidyWords();
  } catch (error) {
    // An error loses its words on the way out of a thread.
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) process.emitWarning(error as Error);
  }
  parentPort?.postMessage('done');
});
