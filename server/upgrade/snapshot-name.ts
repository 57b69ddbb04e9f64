import { join } from 'node:path';
import { nowIso } from '../core/db/instant.js';
import { version } from '../version.js';

/** For names of files. */
export const stamp = (): string => nowIso().replace(/[:.]/g, '-');

/** Where the database of before an upgrade to this version is kept, by its path in the data folder. */
export const snapshotName = (ending: string): string => join('backups', `before-${version}-${stamp()}.${ending}`);
