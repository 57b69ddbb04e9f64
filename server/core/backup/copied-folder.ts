import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { checkSqlite, UnsoundDatabase } from '../db/sqlite-copy.js';
import { ofTwoTimes } from '../db/sqlite-log.js';
import { databaseName, sha256Of } from './manifest.js';
import { createdOf } from './set-manifest.js';
import { listSnapshots } from './snapshots.js';
import { localRepository } from './take.js';

/** Which file of which disk the database is: another one after the folder was copied. */
function placeOf(file: string): string {
  const { dev, ino, birthtimeMs } = statSync(file);
  return `${dev}:${ino}:${Math.round(birthtimeMs)}\n`;
}

/** What became of a folder that was copied while its portal ran. */
export interface CopiedFolder {
  /** The database was caught in the middle of a change, and a backup out of the folder took its place. */
  torn: {
    faults: string[];
    /** Instant of the backup. */
    backup: string;
    /** Changes of records after it that could still be read in the torn database; null where it tells nothing. */
    changesLost: number | null;
    /** Where the torn database lies now. */
    aside: string;
  } | null;
  /** Stored files that are named and were not copied: those that the backups had are there again. */
  filesBroughtBack: number;
  filesMissing: string[];
}

const parts = ['', '-wal', '-shm'];

/** Reads what can be read: the database may be torn. */
function reading<T>(file: string, work: (handle: InstanceType<typeof BetterSqlite3>) => T): T | null {
  let handle: InstanceType<typeof BetterSqlite3> | undefined;
  try {
    handle = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
    return work(handle);
  } catch {
    return null;
  } finally {
    handle?.close();
  }
}

/** Puts the newest backup that is sound beside the database. @returns its instant. @throws UnsoundDatabase when there is none. */
async function newestBackup(folder: string, target: string, faults: readonly string[]): Promise<string> {
  const repository = await localRepository(folder);
  const tried: string[] = [];
  for (const id of await repository.ids()) {
    try {
      const manifest = await repository.manifest(id);
      if (manifest.dialect !== 'sqlite') continue;
      await repository.writeDatabase(id, manifest, target);
      if ((await checkSqlite(target)).faults.length === 0) return createdOf(id);
    } catch (error) {
      // It may have been copied while it was being made, or let go; the next one is older.
      tried.push((error as Error).message);
    }
  }
  for (const { file, at } of listSnapshots(folder).filter(({ file: name }) => name.endsWith('.sqlite'))) {
    await copyFile(file, target);
    if ((await checkSqlite(target)).faults.length === 0) return at.toISOString();
  }
  throw new UnsoundDatabase(
    [
      `the database ${join(folder, databaseName.sqlite)} is damaged; most likely the folder was copied while the portal ran.`,
      ...[...faults, ...tried].map((line) => `  ${line}`),
      `There is no sound backup in ${join(folder, 'backups')}. Restore one instead: sede restore BACKUP --data NEW-FOLDER`,
    ].join('\n'),
  );
}

async function takeBackup(folder: string, file: string, faults: string[]): Promise<CopiedFolder['torn']> {
  const fresh = `${file}.backup`;
  try {
    const backup = await newestBackup(folder, fresh, faults);
    const changesLost = reading(file, (handle) => handle.prepare('select count(*) from record_history where at > ?').pluck().get(backup) as number);
    const aside = join(folder, `torn-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`);
    await mkdir(aside, { recursive: true });
    // The database itself goes last: killed in between, it is found torn once more.
    for (const part of [...parts].reverse()) if (existsSync(file + part)) await rename(file + part, join(aside, databaseName.sqlite + part));
    await rename(fresh, file);
    return { faults, backup, changesLost, aside };
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Stored files that the database names and that lie nowhere: what the backups hold is brought back. */
async function completeFiles(folder: string, file: string): Promise<Pick<CopiedFolder, 'filesBroughtBack' | 'filesMissing'>> {
  const repository = await localRepository(folder);
  const named = reading(file, (handle) => handle.prepare('select sha256, min(name) as name from files group by sha256').all()) ?? [];
  let filesBroughtBack = 0;
  const filesMissing: string[] = [];
  for (const { sha256, name } of named as { sha256: string; name: string }[]) {
    const path = join(folder, 'files', sha256.slice(0, 2), sha256);
    if (existsSync(path)) continue;
    const kept = repository.pathOf(sha256);
    if (kept === undefined || (await sha256Of(kept)) !== sha256) {
      filesMissing.push(name);
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await copyFile(kept, path);
    filesBroughtBack += 1;
  }
  return { filesBroughtBack, filesMissing };
}

/**
 * A folder that was copied while its portal ran may hold a database that was caught in the middle of a change. SQLite repairs
 * what a killed process leaves, but not that; so a database that is not where it was at the last start is checked whole, and
 * where it is torn the newest sound backup in the folder takes its place.
 * To be called with the folder locked, before the database is opened.
 * @returns null where nothing was copied. @throws UnsoundDatabase when it is torn and there is no backup.
 */
export async function checkCopiedFolder(folder: string): Promise<CopiedFolder | null> {
  const file = join(folder, databaseName.sqlite);
  const mark = join(folder, 'sede.place');
  if (!existsSync(file)) return null;
  if (existsSync(mark) && readFileSync(mark, 'utf8') === placeOf(file)) return null;
  const twoTimes = await ofTwoTimes(file);
  const faults = twoTimes === null ? (await checkSqlite(file)).faults : [twoTimes];
  const torn = faults.length > 0 ? await takeBackup(folder, file, faults) : null;
  const files = await completeFiles(folder, file);
  writeFileSync(mark, placeOf(file));
  return { torn, ...files };
}

/** What became of it, for the person at the terminal. */
export function copiedWords({ torn, filesBroughtBack, filesMissing }: CopiedFolder, now: string): string[] {
  const lines: string[] = [];
  if (torn) {
    const hours = (Date.parse(now) - Date.parse(torn.backup)) / 3_600_000;
    const age = hours < 1 ? `${Math.round(hours * 60)} minutes` : hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
    const lost = torn.changesLost === null ? 'What was changed after it is missing.' : `${torn.changesLost} changes of records after it are missing.`;
    lines.push(
      'This folder was copied while its portal ran, and its database was caught in the middle of a change.',
      `The backup of ${torn.backup} in it is used instead, which is ${age} old. ${lost}`,
      `The torn database lies in ${torn.aside}.`,
    );
  }
  if (filesBroughtBack > 0) lines.push(`${filesBroughtBack} stored files that had not been copied were taken from the backups.`);
  if (filesMissing.length > 0) lines.push(`${filesMissing.length} stored files had not been copied and are missing, among them ${filesMissing[0]}.`);
  return lines;
}
