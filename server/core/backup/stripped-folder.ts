import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.js';
import { archiveEnding, archivesFolder } from '../modules/archive-format.js';
import { BadBackup, databaseName } from './manifest.js';
import { isSetId } from './set-manifest.js';
import { snapshotFolder } from './snapshots.js';

const holds = (folder: string, isOne: (name: string) => boolean): boolean => existsSync(folder) && readdirSync(folder).some(isOne);

/**
 * A folder with backups or archives of modules whose database is gone is no place for a new portal: begun there it would look as if
 * everything was lost, and let go of those backups as its own come.
 * @throws BadBackup saying what to do.
 */
export function demandNotStripped({ data, databaseUrl }: Pick<Config, 'data' | 'databaseUrl'>): void {
  if (databaseUrl !== null || existsSync(join(data, databaseName.sqlite))) return;
  const backups = snapshotFolder(data);
  const sets = join(backups, 'sets');
  const where = [
    ...(holds(sets, isSetId) ? [backups] : []),
    ...(holds(archivesFolder(data), (name) => name.endsWith(archiveEnding)) ? [archivesFolder(data)] : []),
  ];
  if (where.length === 0) return;
  const left = where.join(' and ');
  const restore = where[0] === backups ? `Restore a backup into a folder of its own with sede restore ${backups} --data NEW-FOLDER` : 'Put it back';
  throw new BadBackup(
    `the database ${join(data, databaseName.sqlite)} is not there, only ${left}. ${restore}, or move ${left} away to begin anew. Nothing was changed.`,
  );
}
