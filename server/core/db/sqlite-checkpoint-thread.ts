import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { settleLog } from './sqlite-log.js';

const handle = new BetterSqlite3(workerData as string, { fileMustExist: true });
handle.pragma('wal_autocheckpoint = 0');
parentPort?.on('message', (wish: 'checkpoint' | 'end') => {
  if (wish === 'checkpoint') {
    // What is in use stays in the log until the next time.
    try {
      settleLog(handle);
    } catch {
      // The portal writes at this moment.
    }
    parentPort?.postMessage('done');
  } else {
    handle.close();
    parentPort?.close();
  }
});
