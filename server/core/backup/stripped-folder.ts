import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.js';
import { archiveEnding, archivesFolder } from '../modules/archive-format.js';
import { BadBackup, databaseName } from './manifest.js';
import { isSetId } from './set-manifest.js';
import { listSnapshots, snapshotFolder } from './snapshots.js';

const held = (folder: string, isOne: (name: string) => boolean): string[] => (existsSync(folder) ? readdirSync(folder).filter(isOne).sort() : []);

const oneFile = /^sede.*\.tar\.gz(\.sealed)?$/;

/** What `sede restore` is to be given: the folder of sets, else the newest copy of the database, else the newest backup in one file. */
function restorable(data: string): string | undefined {
  const backups = snapshotFolder(data);
  if (held(join(backups, 'sets'), isSetId).length > 0) return backups;
  const [snapshot] = listSnapshots(data);
  if (snapshot) return snapshot.file;
  const file = held(backups, (name) => oneFile.test(name)).at(-1);
  return file === undefined ? undefined : join(backups, file);
}

/**
 * A folder with backups or archives of modules whose database is gone is no place for a new portal: begun there it would look as if
 * everything was lost, and let go of those backups as its own come.
 * @throws BadBackup saying what to do.
 */
export function demandNotStripped({ data, databaseUrl }: Pick<Config, 'data' | 'databaseUrl'>): void {
  if (databaseUrl !== null || existsSync(join(data, databaseName.sqlite))) return;
  const source = restorable(data);
  const archives = held(archivesFolder(data), (name) => name.endsWith(archiveEnding)).length > 0;
  const where = [...(source === undefined ? [] : [snapshotFolder(data)]), ...(archives ? [archivesFolder(data)] : [])];
  if (where.length === 0) return;
  const left = where.join(' and ');
  const restore = source === undefined ? 'Put it back' : `Restore a backup into a folder of its own with sede restore ${source} --data NEW-FOLDER`;
  throw new BadBackup(
    `the database ${join(data, databaseName.sqlite)} is not there, only ${left}. ${restore}, or move ${left} away to begin anew. Nothing was changed.`,
  );
}
