import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

export class FolderInUse extends Error {}

/** Somebody else has it. @returns undefined when so, else a function that gives it free. */
export function lockFile(file: string): (() => void) | undefined {
  const lock = new BetterSqlite3(file, { timeout: 0 });
  try {
    lock.pragma('journal_mode = delete');
    lock.pragma('locking_mode = exclusive');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return () => lock.close();
}

/**
 * Keeps a second process out of a data folder. The lock is the operating system's own (SQLite's exclusive lock on a
 * tiny file), so it is gone the moment the process is, however it ended.
 * @returns a function that gives the folder free.
 */
export function lockFolder(folder: string): () => void {
  const unlock = lockFile(join(folder, 'sede.lock'));
  if (!unlock) throw new FolderInUse(`The data folder ${folder} is in use by another Sede process. Stop it first, or choose another folder with --data.`);
  return unlock;
}

/** Another command changes the same portal. */
export class CommandBusy extends Error {}

/**
 * One command at a time changes something beside a portal that may run, and one makes a file of it all, which takes long and hinders no
 * other. @throws CommandBusy
 */
export function lockCommands(folder: string, what: 'change' | 'backup-file' = 'change'): () => void {
  const unlock = lockFile(join(folder, `${what}.lock`));
  if (!unlock) throw new CommandBusy('another such command is at work on this portal right now. Try again when it is done.');
  return unlock;
}

/** Another backup or trial is under way. */
export class BackupsBusy extends Error {}

/** Whether somebody makes, tries or removes backups of a data folder right now. */
export function areBackupsHeld(folder: string): boolean {
  const unlock = lockFile(join(folder, 'backups', 'backups.lock'));
  unlock?.();
  return unlock === undefined;
}

/** One at a time makes, tries or removes backups of a data folder, whichever process it is. @throws BackupsBusy */
export function lockBackups(folder: string): () => void {
  mkdirSync(join(folder, 'backups'), { recursive: true });
  const unlock = lockFile(join(folder, 'backups', 'backups.lock'));
  if (!unlock) throw new BackupsBusy('Another backup of this portal is being made or tried right now. Try again when it is done.');
  return unlock;
}
