import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupPlan } from '../../contracts/core/backups.js';
import type { Database } from '../db/database.js';
import { sumDump } from '../db/dump-file.js';
import { plusMilliseconds } from '../db/instant.js';
import { sumSqlite } from '../db/sqlite-copy.js';
import { keptSets } from './keep.js';
import { isBackupKey, readKeys } from './keys.js';
import { makeFolder } from './make-folder.js';
import { BadBackup, databaseName, filesBelow, sha256Of } from './manifest.js';
import { folderParts, isFixed, linkOrCopy } from './parts.js';
import { openRepository, type Repository } from './repository.js';
import { secondState } from './second.js';
import { inSecond, SecondAway } from './second-away.js';
import { type Content, type Contents, createdOf, type SetManifest, setId } from './set-manifest.js';
import { pruneSnapshots, snapshotFolder } from './snapshots.js';

export interface BackupSource {
  /** The data folder. */
  folder: string;
  plan: BackupPlan;
  /** Key to seal with what leaves the data folder, by its id. */
  keyId: string | null;
  /** By what this portal is told from others. */
  portal: string;
  timeZone: string;
}

/** Stored files are called by their hash. */
const isContent = /^[0-9a-f]{64}$/;
const temporary = /^\.(taking|trying|sending)-/;

/** A folder for what is only needed meanwhile, among the backups, where there is room. What a killed process left goes by the next backup, or `inside` by the next start. */
export async function temporaryFolder(folder: string, use: 'taking' | 'trying' | 'sending' | 'inside'): Promise<string> {
  await makeFolder(snapshotFolder(folder));
  return mkdtemp(join(snapshotFolder(folder), `.${use}-`));
}

/** The repository inside the data folder; it is never sealed, for what it holds lies open beside it. */
export const localRepository = async (folder: string): Promise<Repository> => openRepository(snapshotFolder(folder), await readKeys(folder), null);

/** What of a data folder belongs to a backup besides the database. */
async function* partsOf(folder: string): AsyncGenerator<{ path: string; part: string }> {
  for (const part of folderParts) {
    const root = join(folder, part);
    if (!existsSync(root)) continue;
    for (const path of await filesBelow(root)) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      // With a dot in front a file is just being written; one of contents that is called otherwise is just being let go.
      if (path.split('/').some((each) => each.startsWith('.')) || name.endsWith('.part') || isBackupKey(name)) continue;
      if (part === 'files' && !isContent.test(name)) continue;
      yield { path: `${part}/${path}`, part };
    }
  }
  if (existsSync(join(folder, 'config.toml'))) yield { path: 'config.toml', part: 'config.toml' };
}

/** Puts everything that is not there yet into the repository and notes it. */
async function gatherContents(repository: Repository, folder: string, staging: string, contents: Contents): Promise<void> {
  for await (const { path, part } of partsOf(folder)) {
    const fixed = isFixed(part);
    if (fixed && contents[path]) continue;
    try {
      let file = join(folder, path);
      // It may change while it is read, or another may take its place: an archive out of which somebody is erased.
      if (part !== 'files') {
        const aside = join(staging, 'part');
        await rm(aside, { force: true });
        if (fixed) await linkOrCopy(file, aside);
        else await cp(file, aside);
        file = aside;
      }
      const name = path.slice(path.lastIndexOf('/') + 1);
      const content: Content = { sha256: part === 'files' ? name : await sha256Of(file), bytes: (await stat(file)).size };
      await repository.put({ ...content, file, ...(fixed ? { fixed: true as const } : {}) });
      contents[path] = content;
    } catch (error) {
      // Taken away since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

async function removeRest(folder: string): Promise<void> {
  const root = snapshotFolder(folder);
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) if (temporary.test(name)) await rm(join(root, name), { recursive: true, force: true });
}

/**
 * Puts a backup of the portal into the repository of its data folder: a copy of the database at one moment, and every stored file,
 * key and configuration that is not there yet. To be called with the backups locked; the portal may run.
 */
export async function takeSet(
  { folder }: Pick<BackupSource, 'folder'>,
  { db, version, company, now }: { db: Database; version: string; company: string | null; now: string },
): Promise<SetManifest> {
  await removeRest(folder);
  const repository = await localRepository(folder);
  await repository.sweep();
  const ids = await repository.ids();
  let created = now;
  while (ids.includes(setId(created))) created = plusMilliseconds(created, 1000);
  const staging = await temporaryFolder(folder, 'taking');
  try {
    const contents: Contents = {};
    // Before the database, so that what it names is kept even if it is let go meanwhile; and after, for what came meanwhile.
    await gatherContents(repository, folder, staging, contents);
    const database = join(staging, databaseName[db.dialect]);
    await db.snapshot(database);
    await gatherContents(repository, folder, staging, contents);
    const tables = db.dialect === 'sqlite' ? await sumSqlite(database) : await sumDump(database);
    const manifest = await repository.publish({
      manifest: {
        format: 2,
        id: setId(created),
        version,
        dialect: db.dialect,
        created,
        company,
        database: { sha256: await sha256Of(database), bytes: (await stat(database)).size },
        tables,
      },
      contents,
      database,
    });
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The repository in the second folder. @throws SecondAway */
export async function secondRepository({ folder, plan, keyId, portal }: BackupSource): Promise<Repository | null> {
  if (plan.second === null) return null;
  const state = await secondState(plan.second, portal, folder);
  if (state !== 'ok') throw new SecondAway(state, plan.second);
  const keys = await readKeys(folder);
  const key = keys.find(({ id }) => id === keyId);
  if (plan.sealed && !key) throw new SecondAway('key', plan.second);
  return openRepository(plan.second, keys, plan.sealed && key ? key : null);
}

/** Copies the newest set, where it is not there yet, into the second folder. @throws SecondAway */
export async function copyToSecond(source: BackupSource): Promise<void> {
  const second = await secondRepository(source);
  if (!second) return;
  const local = await localRepository(source.folder);
  const [id] = await local.ids();
  if (id === undefined || (await second.ids()).includes(id)) return;
  const manifest = await local.manifest(id);
  const contents = await local.contents(id, manifest);
  const staging = await temporaryFolder(source.folder, 'sending');
  try {
    await inSecond(second.root, async () => {
      for (const content of Object.values(contents)) await second.put({ ...content, file: local.pathOf(content.sha256) ?? join(source.folder, 'missing') });
    });
    const database = join(staging, databaseName[manifest.dialect]);
    await local.writeDatabase(id, manifest, database);
    await inSecond(second.root, () => second.publish({ manifest, contents, database }));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Lets go of the sets that the plan does not keep, and of contents that no set names any more. @returns the ids of those that went. */
async function prune(repository: Repository, { plan, timeZone }: BackupSource): Promise<string[]> {
  const dated = (await repository.ids()).map((id) => ({ id, created: createdOf(id) }));
  const kept = keptSets(dated, plan.keep, timeZone);
  const removed = dated.map(({ id }) => id).filter((id) => !kept.has(id));
  for (const id of removed) await repository.remove(id);
  await repository.sweep();
  return removed;
}

/** In the data folder; snapshots that earlier versions made go as sets come. */
export async function pruneLocal(source: BackupSource): Promise<string[]> {
  const repository = await localRepository(source.folder);
  const removed = await prune(repository, source);
  pruneSnapshots(source.folder, source.plan.keep.daily - (await repository.ids()).length);
  return removed;
}

/** @returns the ids of those that went. @throws SecondAway */
export async function pruneSecond(source: BackupSource): Promise<string[]> {
  const repository = await secondRepository(source);
  return repository ? inSecond(repository.root, () => prune(repository, source)) : [];
}

/** Sets of the second folder that lie there open although what leaves the data folder is to be sealed. */
export async function openInSecond(source: BackupSource): Promise<string[]> {
  const repository = source.plan.sealed ? await secondRepository(source).catch(() => null) : null;
  return repository ? (await repository.ids()).filter((id) => repository.isOpen(id)) : [];
}

/** Seals what was put into the second folder before its backups were to be. @throws SecondAway */
export async function sealSecond(source: BackupSource): Promise<void> {
  const open = await openInSecond(source);
  const repository = open.length > 0 ? await secondRepository(source) : null;
  if (!repository) return;
  await inSecond(repository.root, async () => {
    try {
      for (const id of open)
        await repository.seal(id).catch((error: unknown) => {
          // A damaged one stays as it is, and is told of as open: it must not keep the others so.
          if (!(error instanceof BadBackup)) throw error;
        });
    } finally {
      await repository.sweep();
    }
  });
}
