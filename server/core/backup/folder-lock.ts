import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

export class FolderInUse extends Error {}

/**
 * Keeps a second process out of a data folder. The lock is the operating system's own (SQLite's exclusive lock on a
 * tiny file), so it is gone the moment the process is, however it ended.
 * @returns a function that gives the folder free.
 */
export function lockFolder(folder: string): () => void {
  const lock = new BetterSqlite3(join(folder, 'sede.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = delete');
    lock.pragma('locking_mode = exclusive');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY'))
      throw new FolderInUse(`The data folder ${folder} is in use by another Sede process. Stop it first, or choose another folder with --data.`);
    throw error;
  }
  return () => lock.close();
}
