import { copyFile, link } from 'node:fs/promises';

/** Folders of a data folder that belong to a backup besides the database; keys to seal backups with stay out of it. */
export const folderParts = ['files', 'archives', 'imports', 'keys'] as const;

/** All that does: these, and the configuration. */
export const backedUpParts = [...folderParts, 'config.toml'] as const;

/** Whether no file in one of them is ever written over, so that it may be linked and is not copied before it is read. */
export const isFixed = (part: string): boolean => part === 'files' || part === 'archives';

/** The file as it is now, under another name. */
export const linkOrCopy = (file: string, target: string): Promise<void> =>
  link(file, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw error;
    return copyFile(file, target);
  });
