/** Folders of a data folder that belong to a backup besides the database; keys to seal backups with stay out of it. */
export const folderParts = ['files', 'archives', 'imports', 'keys'] as const;

/** All that does: these, and the configuration. */
export const backedUpParts = [...folderParts, 'config.toml'] as const;

/** Whether what lies in one of them never changes under its name, so that it may be linked and is not copied before it is read. */
export const isFixed = (part: string): boolean => part === 'files' || part === 'archives';
