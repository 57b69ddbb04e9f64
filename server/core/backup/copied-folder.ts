import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSqlite, UnsoundDatabase } from '../db/sqlite-copy.js';
import { listSnapshots } from './snapshots.js';

/** Which file of which disk the database is: another one after the folder was copied. */
function placeOf(file: string): string {
  const { dev, ino, birthtimeMs } = statSync(file);
  return `${dev}:${ino}:${Math.round(birthtimeMs)}\n`;
}

function adviceFor(folder: string): string {
  const newest = listSnapshots(folder)[0];
  if (!newest) return `There is no snapshot in ${join(folder, 'backups')}. Restore a backup instead: sede restore FILE --data NEW-FOLDER`;
  return `Take its newest snapshot instead, of ${newest.at.toISOString()}, into a new folder:\n  sede restore ${newest.file} --data NEW-FOLDER`;
}

/**
 * A folder that was copied while its portal ran may hold a database that was caught in the middle of a change. SQLite repairs
 * what a killed process leaves, but not that; so a database that is not where it was at the last start is checked whole.
 * To be called with the folder locked, before the database is opened.
 * @throws UnsoundDatabase saying what is wrong and how to take the snapshot.
 */
export async function checkCopiedFolder(folder: string): Promise<void> {
  const file = join(folder, 'sede.sqlite');
  const mark = join(folder, 'sede.place');
  if (!existsSync(file)) return;
  const place = placeOf(file);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === place) return;
  const { faults } = await checkSqlite(file);
  if (faults.length > 0) {
    throw new UnsoundDatabase(
      `the database ${file} is damaged; most likely the folder was copied while the portal ran.\n  ${faults.join('\n  ')}\n${adviceFor(folder)}`,
    );
  }
  writeFileSync(mark, place);
}
