import { chmodSync, statSync } from 'node:fs';

/** Whether a folder was opened to a group on purpose, as for a program that copies it: nothing makes it so by itself. */
function isForGroup(folder: string): boolean {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o050) === 0o050 && (mode & 0o007) === 0;
}

/**
 * What this process writes from now on is for the portal's user alone.
 * @param folder the data folder: where it was opened to a group, that group reads what is written in it.
 */
export function writePrivately(folder?: string): void {
  process.umask(folder !== undefined && isForGroup(folder) ? 0o027 : 0o077);
}

/** Closes a data folder in which a portal begins to others, unless it is somebody else's, such as a mounted volume. */
export function closeFolder(folder: string): void {
  if (isForGroup(folder)) return;
  try {
    chmodSync(folder, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
