import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { temporaryFolder } from '../backup/take.js';
import type { Database } from '../db/database.js';
import { type Migration, migrate } from '../db/migrate.js';
import { openSqlite } from '../db/sqlite.js';
import { fold } from '../search/fold.js';
import { type ArchiveManifest, contentPath } from './archive-format.js';
import { demandAttachable, type FillNeeds, fillTables, makeTables } from './attach-archive.js';
import { BadArchive } from './bad-archive.js';
import type { CatalogEntry } from './entry.js';
import { unpackArchive, unpackParts } from './read-archive.js';
import type { ArchiveNeeds } from './write-archive.js';

export interface OpenNeeds {
  /** The data folder. */
  folder: string;
  catalog: readonly CatalogEntry[];
  /** Migrations of core. */
  coreMigrations(): Promise<readonly Migration[]>;
  now(): string;
}

/** An archive in a database of its own, in which it can be read and changed as if its module were parked there. */
export interface OpenedArchive {
  name: string;
  entry: CatalogEntry;
  /** As it stands in the file; the tables are as this version has them. */
  manifest: ArchiveManifest;
  db: Database;
  /** Folder of its own, which goes with it. */
  folder: string;
  /** Where contents of its files lie once they were fetched. */
  contents: NonNullable<ArchiveNeeds['contents']>;
  close(): Promise<void>;
}

/** People and roles as the archive knows them, so that what it says of them stays. */
const remember = (db: Database, { people, roles, created }: ArchiveManifest): Promise<void> =>
  db.write(async (tx) => {
    const person = {
      version: 1,
      folded_email: null,
      password_hash: null,
      status: 'dismissed',
      position: null,
      phone: null,
      language: 'en',
      time_zone: 'UTC',
      department_id: null,
      created_at: created,
    };
    await tx.insertMany(
      'people',
      people.map(({ id, name, email }) => ({ ...person, id, name, email, folded_name: fold(name) })),
    );
    await tx.q.deleteFrom('role_grants').execute();
    await tx.q.deleteFrom('roles').execute();
    await tx.insertMany(
      'roles',
      roles.map(({ id, name, builtIn }) => ({ id, version: 1, name, built_in: builtIn })),
    );
  });

/** Rows up to which a table is gone through so fast that a thread for it would take longer to begin. */
const fewRows = 20_000;

/** The same database, whose reads of very many rows are not given to a thread. */
const withoutThread = (db: Database): Database =>
  Object.create(db, {
    readAside: { get: () => db.read },
  });

/**
 * Opens an archive beside the portal. Nothing of it comes into the portal, and the file stays as it is.
 * @param file is the archive.
 * @throws BadArchive; Interrupted when it may not go on.
 */
export async function openArchive(
  needs: OpenNeeds,
  file: string,
  { onRows, mayGoOn }: { onRows(count: number): void; mayGoOn(): boolean },
): Promise<OpenedArchive> {
  // Not beside the archive: one can be looked into also where its folder cannot be written.
  const folder = await temporaryFolder(needs.folder, 'inside');
  let db: Database | undefined;
  const close = async () => {
    await db?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const rows = join(folder, 'rows');
    await mkdir(rows);
    const manifest = await unpackArchive(file, rows, (path) => !path.startsWith('files/'));
    const entry = needs.catalog.find((one) => one.manifest.id === manifest.module);
    if (!entry) throw new BadArchive('archive-unknown-module', manifest.module);
    db = openSqlite(join(folder, 'rows.sqlite'), { durable: false, complete: false });
    const filling: FillNeeds = { db, now: needs.now, migrationsOf: async () => (await entry.migrations()).migrations };
    await demandAttachable(filling, entry.manifest, manifest);
    await migrate(db, 'core', await needs.coreMigrations(), needs.now);
    await remember(db, manifest);
    await makeTables(filling, entry.manifest, manifest);
    await fillTables(filling, entry.manifest, manifest, rows, { place: (_, row) => row, withTrigrams: false, onRows, mayGoOn });
    await rm(rows, { recursive: true });
    const contents: OpenedArchive['contents'] = {
      folder: join(folder, 'files'),
      fetch: (wanted) => {
        const paths = new Set(Object.keys(wanted).map(contentPath));
        return unpackParts(file, folder, (path) => paths.has(path));
      },
    };
    const isSmall = Object.values(manifest.parts).every((part) => part.rows < fewRows);
    return { name: basename(file), entry, manifest, db: isSmall ? withoutThread(db) : db, folder, contents, close };
  } catch (error) {
    await close();
    throw error;
  }
}
