import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { extract, list } from 'tar';
import type { Dialect } from '../db/database.js';
import { BrokenDump, countDump } from '../db/dump-file.js';
import type { Migration } from '../db/migrate.js';
import { openPostgres } from '../db/postgres.js';
import { restorePostgres } from '../db/postgres-restore.js';
import { checkSqlite } from '../db/sqlite-copy.js';
import { readDatabaseUrl, writeDatabaseUrl } from './database-url.js';
import { BadBackup, databaseName, filesBelow, readManifest, sha256Of, verifyFiles } from './manifest.js';
import { nightlyName, snapshotFolder } from './snapshots.js';

export interface RestoreOptions {
  /** A backup, or a snapshot out of the `backups/` of a data folder. */
  source: string;
  /** The data folder to be made: absent, or empty. */
  folder: string;
  /** An empty PostgreSQL database, where it is not the one that the configuration in the backup names. */
  databaseUrl?: string;
  /** Migrations of core and of every module, for making the tables of a PostgreSQL database. */
  migrations: readonly { module: string; migrations: readonly Migration[] }[];
  now: string;
}

export interface Restored {
  dialect: Dialect;
  /** Number of rows of each table. */
  rows: Record<string, number>;
  /** Number of stored files. */
  files: number;
}

type Unpacked = Pick<Restored, 'dialect' | 'rows'>;

async function unpack(source: string, staging: string): Promise<Unpacked> {
  try {
    // Read to its end first: an unpacking that fails half-way still writes when it has failed.
    await list({ file: source, strict: true });
    await extract({
      file: source,
      cwd: staging,
      strict: true,
      filter: (_path, entry) => !('type' in entry) || ['File', 'OldFile', 'Directory'].includes(entry.type),
    });
  } catch (error) {
    throw new BadBackup(`${source} cannot be unpacked: ${(error as Error).message}`);
  }
  const manifest = await readManifest(staging);
  await verifyFiles(staging, manifest);
  const { rows } = await checkDatabase(join(staging, databaseName[manifest.dialect]), manifest.dialect);
  if (!isDeepStrictEqual(rows, manifest.rows)) throw new BadBackup('The backup is damaged: its tables do not have the rows that its manifest names');
  await rm(join(staging, 'manifest.json'));
  return { dialect: manifest.dialect, rows };
}

/** A snapshot is the database alone: stored files, keys and configuration are those of the data folder it lies in. */
async function gather(source: string, staging: string): Promise<Unpacked> {
  const dialect: Dialect = source.endsWith('.sqlite') ? 'sqlite' : 'postgres';
  await cp(source, join(staging, databaseName[dialect]));
  const { rows } = await checkDatabase(join(staging, databaseName[dialect]), dialect);
  if (basename(dirname(source)) !== 'backups') return { dialect, rows };
  const origin = dirname(dirname(source));
  for (const part of ['files', 'imports', 'keys', 'config.toml']) {
    if (existsSync(join(origin, part))) await cp(join(origin, part), join(staging, part), { recursive: true, preserveTimestamps: true });
  }
  const stored = join(staging, 'files');
  for (const path of existsSync(stored) ? await filesBelow(stored) : []) {
    const name = basename(path);
    // What was just being written when the folder was copied was never confirmed.
    if (name.startsWith('.')) await rm(join(stored, path));
    else if ((await sha256Of(join(stored, path))) !== name) throw new BadBackup(`${join(origin, 'files', path)} is not what it was`);
  }
  return { dialect, rows };
}

async function checkDatabase(file: string, dialect: Dialect): Promise<{ rows: Record<string, number> }> {
  try {
    if (dialect === 'postgres') return { rows: await countDump(file) };
  } catch (error) {
    if (error instanceof BrokenDump) throw new BadBackup(error.message);
    throw error;
  }
  const { faults, rows } = await checkSqlite(file);
  if (faults.length > 0) throw new BadBackup(`The database in it is damaged: ${faults.join('; ')}`);
  return { rows };
}

/** A tar file made on another system may not keep who may read what. */
async function closeKeys(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await chmod(folder, 0o700);
  for (const key of await filesBelow(folder)) await chmod(join(folder, key), 0o600);
}

async function fillPostgres(staging: string, { databaseUrl, migrations, now }: RestoreOptions): Promise<void> {
  const config = join(staging, 'config.toml');
  const url = databaseUrl ?? readDatabaseUrl(config);
  if (url === undefined) throw new BadBackup('This is the dump of a PostgreSQL database: name an empty one with --database-url postgres://…');
  const dump = join(staging, databaseName.postgres);
  const db = openPostgres(url);
  try {
    await restorePostgres(db, dump, migrations);
  } finally {
    await db.close();
  }
  if (databaseUrl !== undefined) writeDatabaseUrl(config, databaseUrl);
  await mkdir(snapshotFolder(staging), { recursive: true });
  await rename(dump, join(snapshotFolder(staging), nightlyName(now, 'postgres')));
}

/** Moves what was restored to its place, the database at last: without it nothing looks like a portal. */
async function putInPlace(staging: string, folder: string): Promise<void> {
  const names = (await readdir(staging)).sort((a, b) => Number(a === databaseName.sqlite) - Number(b === databaseName.sqlite));
  for (const name of names) await rename(join(staging, name), join(folder, name));
  await rmdir(staging);
}

/**
 * Makes a data folder out of a backup or a snapshot. Everything is checked before anything is put in its place.
 * @throws BadBackup, also when the folder is not empty, and DatabaseNotEmpty; then the folder is as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { source, folder, databaseUrl } = options;
  if (!existsSync(source)) throw new BadBackup(`There is no ${source}`);
  const wasThere = existsSync(folder);
  if (wasThere && (await readdir(folder)).length > 0) throw new BadBackup(`${folder} is not empty: a backup is restored into a folder of its own`);
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.restoring-'));
  try {
    const { dialect, rows } = /\.t(ar\.)?gz$/.test(source) ? await unpack(source, staging) : await gather(source, staging);
    if (dialect === 'sqlite' && databaseUrl !== undefined) throw new BadBackup('This is a backup of an SQLite database; it cannot go into PostgreSQL');
    const files = existsSync(join(staging, 'files')) ? (await filesBelow(join(staging, 'files'))).length : 0;
    await closeKeys(join(staging, 'keys'));
    if (dialect === 'postgres') await fillPostgres(staging, options);
    await putInPlace(staging, folder);
    return { dialect, rows, files };
  } catch (error) {
    await rm(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    if (!wasThere) await rmdir(folder);
    throw error;
  }
}
