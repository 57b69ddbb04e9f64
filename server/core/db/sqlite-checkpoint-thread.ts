import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

const handle = new BetterSqlite3(workerData as string, { fileMustExist: true });
parentPort?.on('message', (wish: 'checkpoint' | 'end') => {
  if (wish === 'checkpoint') {
    // Passive: it waits for nobody and holds nobody up; what is in use stays in the log until the next time.
    handle.pragma('wal_checkpoint(PASSIVE)');
    parentPort?.postMessage('done');
  } else {
    handle.close();
    parentPort?.close();
  }
});
