import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { openSqlite } from '../core/db/sqlite.js';
import { checkSqlite } from '../core/db/sqlite-copy.js';
import { Hint } from '../explain.js';
import { tryPortal } from '../try-portal.js';
import { sync } from './note.js';
import { dress, type Place } from './place.js';

const databaseOf = (folder: string) => join(folder, 'sede.sqlite');

/** Puts a database in the place of the one that is there; at any kill, one of the two is. Neither may be open. */
async function putInPlace(file: string, folder: string): Promise<void> {
  const target = databaseOf(folder);
  const log = `${target}-wal`;
  if (existsSync(log) && (await stat(log)).size > 0)
    throw new Hint('the database was not closed cleanly. Start the portal once with the version before, stop it, and try again.');
  await rm(log, { force: true });
  await rm(`${target}-shm`, { force: true });
  await sync(file);
  await rename(file, target);
  await sync(folder);
}

/** The file in the data folder; the copy that was brought up to date takes its place. */
export function sqlitePlace(config: Config): Place {
  const { data } = config;
  const [work, trial, next] = [join(data, '.upgrading'), join(data, '.trying-upgrade'), join(data, '.returning.sqlite')];
  return {
    ending: 'sqlite',
    open: () => openSqlite(databaseOf(data)),
    async copy(snapshot) {
      await mkdir(work);
      await copyFile(snapshot, databaseOf(work));
      await dress(data, work);
      return { ...config, data: work };
    },
    async check() {
      const { faults, rows } = await checkSqlite(databaseOf(work));
      if (faults.length > 0) throw new Hint(`the upgraded copy is not sound: ${faults.join('; ')}. Nothing was changed.`);
      return rows;
    },
    async try() {
      // A copy of the copy, for the trial leaves a session in it.
      await mkdir(trial);
      await copyFile(databaseOf(work), databaseOf(trial));
      await dress(data, trial);
      await tryPortal(trial);
    },
    switch: () => putInPlace(databaseOf(work), data),
    async migrationsIn(snapshot) {
      const { faults, rows } = await checkSqlite(snapshot);
      if (faults.length > 0) throw new Hint(`the snapshot is damaged: ${faults.join('; ')}. Nothing was changed.`);
      return rows.migrations ?? 0;
    },
    putAside: (target) => link(databaseOf(data), target),
    async return(snapshot) {
      await copyFile(snapshot, next);
      await putInPlace(next, data);
    },
    async clean() {
      for (const left of [work, trial, next]) await rm(left, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
