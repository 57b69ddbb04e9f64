import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile } from './folder-lock.js';
import { BadBackup, databaseName } from './manifest.js';

const [begun, lockName] = ['.restoring-', '.restoring.lock'];
const isOfRestore = (name: string): boolean => name.startsWith('.restoring');
/** What a restore moves to its place, the database at last. */
const parts: readonly string[] = ['files', 'imports', 'keys', 'archives', 'backups', 'config.toml', ...Object.values(databaseName)];

/** A folder into which nobody else restores meanwhile. */
export interface RestorePlace {
  /** A folder in it for what is not in its place yet. */
  staging: string;
  release(): Promise<void>;
}

/** Whether a portal has begun in it since: what a restore does not make is there, or the database, which it moves last, before all the rest was. */
const isSomebodys = (names: readonly string[]): boolean =>
  names.includes(databaseName.sqlite) || names.some((name) => !isOfRestore(name) && !parts.includes(name));

/** Takes away what a restore left that was killed: the folder was empty when it began. */
async function clearKilled(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => one.startsWith(begun))) {
    // With nothing left in it, all was in its place already.
    const isDone = (await readdir(join(folder, name))).length === 0;
    for (const part of isDone ? [] : names.filter((one) => parts.includes(one))) await rm(join(folder, part), { recursive: true, force: true });
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** @throws BadBackup when it is not empty, or somebody restores into it. */
export async function holdRestorePlace(folder: string): Promise<RestorePlace> {
  const isNotEmpty = new BadBackup(`${folder} is not empty: a backup is restored into a folder of its own`);
  const there = existsSync(folder) ? await readdir(folder) : [];
  if (there.length > 0 && !there.some(isOfRestore)) throw isNotEmpty;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, lockName);
  const unlock = lockFile(lock);
  if (!unlock) throw new BadBackup(`Another backup is just being restored into ${folder}`);
  const release = async () => {
    unlock();
    await rm(lock, { force: true });
  };
  try {
    if (isSomebodys(await readdir(folder))) throw isNotEmpty;
    await clearKilled(folder);
    if ((await readdir(folder)).some((name) => !isOfRestore(name))) throw isNotEmpty;
    return { staging: await mkdtemp(join(folder, begun)), release };
  } catch (error) {
    await release();
    throw error;
  }
}
