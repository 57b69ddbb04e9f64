import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { extract, list } from 'tar';
import type { Dialect } from '../db/database.js';
import { BrokenDump, countDump, sumDump } from '../db/dump-file.js';
import type { Migration } from '../db/migrate.js';
import { openPostgres } from '../db/postgres.js';
import { restorePostgres } from '../db/postgres-restore.js';
import { differentTables, type RowSums } from '../db/row-sums.js';
import { checkSqlite, sumSqlite } from '../db/sqlite-copy.js';
import { dumpSqlite } from '../db/sqlite-dump.js';
import { restoreSqlite } from '../db/sqlite-restore.js';
import { closeFolder } from '../private-files.js';
import { readDatabaseUrl, removeDatabaseUrl, writeDatabaseUrl } from './database-url.js';
import { storeKey } from './keys.js';
import { BadBackup, databaseName, filesBelow, readManifest, sha256Of, verifyFiles } from './manifest.js';
import { backedUpParts } from './parts.js';
import { openRepository, type Repository } from './repository.js';
import { holdRestorePlace } from './restore-place.js';
import { isSealed, type SealKey, unseal } from './seal.js';
import { isSetId, type SetManifest } from './set-manifest.js';
import { nightlyName, snapshotFolder } from './snapshots.js';

export type RestoreStep = 'unpack' | 'cross' | 'fill' | 'place';

export interface RestoreOptions {
  /**
   * A file made by `sede backup`; or a set: its folder in `sets/` of a folder of backups, or that folder itself, for its newest one; or
   * a snapshot out of the `backups/` of a data folder.
   */
  source: string;
  /** The data folder to be made: absent, or empty. */
  folder: string;
  /** An empty PostgreSQL database, where it is not the one that the configuration in the backup names. */
  databaseUrl?: string;
  /** Into an SQLite file, wherever it came from. */
  sqlite?: boolean;
  /** Keys with which the backup may be sealed. */
  keys?: readonly SealKey[];
  /** Migrations of core and of every module, for making the tables of a PostgreSQL database. */
  migrations: readonly { module: string; migrations: readonly Migration[] }[];
  now: string;
  /** Hears what is begun. */
  tell?(step: RestoreStep): void;
}

export interface Restored {
  /** Database that was made. */
  dialect: Dialect;
  /** Number of rows of each table. */
  rows: Record<string, number>;
  /** Number of stored files. */
  files: number;
}

type Unpacked = Pick<Restored, 'dialect' | 'rows'>;

/** Opens a sealed file beside, whatever it was named. @returns the name of what was in it. */
async function open(source: string, staging: string, keys: readonly SealKey[]): Promise<string> {
  if (!(await isSealed(source))) return source;
  const opened = join(dirname(staging), `.opened-${basename(staging)}`);
  try {
    await pipeline([createReadStream(source), unseal(keys), createWriteStream(opened, { mode: 0o600 })]);
    return opened;
  } catch (error) {
    await rm(opened, { force: true });
    throw error;
  }
}

async function unpackFile(source: string, staging: string, keys: readonly SealKey[]): Promise<Unpacked> {
  const file = await open(source, staging, keys);
  try {
    return await unpack(file, staging);
  } finally {
    if (file !== source) await rm(file, { force: true });
  }
}

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
    const { code = '', message } = error as { code?: string; message: string };
    // What the unpacking finds wrong with the file; the rest is against the disk.
    if (code.startsWith('TAR_') || code.startsWith('Z_')) throw new BadBackup(`${source} is no backup of Sede, or it is cut off or damaged`);
    throw new BadBackup(`${source} cannot be unpacked: ${message}`);
  }
  const manifest = await readManifest(staging);
  await verifyFiles(staging, manifest);
  const { rows } = await checkDatabase(join(staging, databaseName[manifest.dialect]), manifest.dialect);
  if (!isDeepStrictEqual(rows, manifest.rows)) throw new BadBackup('The backup is damaged: its tables do not have the rows that its manifest names');
  await rm(join(staging, 'manifest.json'));
  return { dialect: manifest.dialect, rows };
}

/** The set that a folder is, or holds. @throws BadBackup when it neither is one nor holds any. */
async function setAt(source: string, keys: readonly SealKey[]): Promise<{ repository: Repository; id: string }> {
  if (isSetId(basename(source)) && basename(dirname(source)) === 'sets')
    return { repository: openRepository(dirname(dirname(source)), keys, null), id: basename(source) };
  const root = existsSync(join(source, 'backups', 'sets')) ? join(source, 'backups') : source;
  const repository = openRepository(root, keys, null);
  const [id] = await repository.ids();
  if (id === undefined) throw new BadBackup(`There is no backup in ${source}`);
  return { repository, id };
}

/** Everything of a set, each part checked by its hash. */
export async function unpackSet(repository: Repository, id: string, staging: string): Promise<SetManifest> {
  const manifest = await repository.manifest(id);
  await repository.writeDatabase(id, manifest, join(staging, databaseName[manifest.dialect]));
  for (const [path, content] of Object.entries(await repository.contents(id, manifest))) {
    const target = resolve(staging, path);
    if (!target.startsWith(staging + sep)) throw new BadBackup(`The backup names a place outside the data folder: ${path}`);
    await repository.writeContent(content, target);
  }
  return manifest;
}

async function unpackSetAt(source: string, staging: string, keys: readonly SealKey[]): Promise<Unpacked> {
  const { repository, id } = await setAt(source, keys);
  const manifest = await unpackSet(repository, id, staging);
  const { rows } = await checkDatabase(join(staging, databaseName[manifest.dialect]), manifest.dialect);
  return { dialect: manifest.dialect, rows };
}

/** A snapshot is the database alone: stored files, keys and configuration are those of the data folder it lies in. */
async function gather(source: string, staging: string): Promise<Unpacked> {
  const dialect: Dialect = source.endsWith('.sqlite') ? 'sqlite' : 'postgres';
  await cp(source, join(staging, databaseName[dialect]));
  const { rows } = await checkDatabase(join(staging, databaseName[dialect]), dialect);
  if (basename(dirname(source)) !== 'backups') return { dialect, rows };
  const origin = dirname(dirname(source));
  for (const part of backedUpParts) {
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

/** Whoever could read it where it came from, here it is for its owner alone. */
async function closeToOthers(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o700);
    else if (entry.isFile()) await chmod(path, 0o600);
  }
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

/** Makes the other database of what was unpacked, and compares the two row by row. */
async function cross(staging: string, dialect: Dialect, options: RestoreOptions): Promise<void> {
  const [sqlite, dump] = [join(staging, databaseName.sqlite), join(staging, databaseName.postgres)];
  if (dialect === 'sqlite') {
    await dumpSqlite(sqlite, dump);
    compare(await sumSqlite(sqlite), await sumDump(dump));
    await rm(sqlite);
  } else {
    await restoreSqlite(sqlite, dump, options.migrations);
    compare(await sumDump(dump), await sumSqlite(sqlite));
    await rm(dump);
    removeDatabaseUrl(join(staging, 'config.toml'));
  }
}

function compare(before: RowSums, after: RowSums): void {
  const different = differentTables(before, after);
  if (different.length > 0) throw new BadBackup(`What was restored is not what the backup holds: ${different.join(', ')}`);
}

/** Moves what was restored to its place, the database at last: without it nothing looks like a portal. */
async function putInPlace(staging: string, folder: string): Promise<void> {
  const names = (await readdir(staging)).sort((a, b) => Number(a === databaseName.sqlite) - Number(b === databaseName.sqlite));
  for (const name of names) await rename(join(staging, name), join(folder, name));
  await rmdir(staging);
}

async function unpackAny({ source, keys = [] }: RestoreOptions, staging: string): Promise<Unpacked> {
  if ((await stat(source)).isDirectory()) return unpackSetAt(source, staging, keys);
  return /\.(sqlite|ndjson\.gz)$/.test(source) ? gather(source, staging) : unpackFile(source, staging, keys);
}

/**
 * Makes a data folder out of a backup or a snapshot. Everything is checked before anything is put in its place.
 * @throws BadBackup, also when the folder is not empty, and DatabaseNotEmpty; then the folder is as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { source, folder, databaseUrl, sqlite = false, tell = () => undefined } = options;
  if (!existsSync(source)) throw new BadBackup(`There is no ${source}`);
  const wasThere = existsSync(folder);
  const { staging, release } = await holdRestorePlace(folder);
  try {
    tell('unpack');
    const { dialect: found, rows } = await unpackAny(options, staging);
    const dialect: Dialect = sqlite ? 'sqlite' : databaseUrl !== undefined ? 'postgres' : found;
    const files = existsSync(join(staging, 'files')) ? (await filesBelow(join(staging, 'files'))).length : 0;
    for (const key of options.keys ?? []) await storeKey(staging, key);
    if (dialect !== found) {
      tell('cross');
      await cross(staging, found, options);
    }
    if (dialect === 'postgres') {
      tell('fill');
      await fillPostgres(staging, options);
    }
    await closeToOthers(staging);
    tell('place');
    await putInPlace(staging, folder);
    closeFolder(folder);
    await release();
    return { dialect, rows, files };
  } catch (error) {
    await rm(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    await release();
    // Unless somebody else's work is in it by now.
    if (!wasThere) await rmdir(folder).catch(() => undefined);
    throw error;
  }
}
