import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InsideFailure, InsideStep } from '../../contracts/core/time-machine.js';
import { readKeys } from '../backup/keys.js';
import type { Repository } from '../backup/repository.js';
import { printKey } from '../backup/seal.js';
import type { Contents } from '../backup/set-manifest.js';
import { snapshotFolder } from '../backup/snapshots.js';
import type { BackupSource } from '../backup/take.js';
import { localRepository, secondRepository, temporaryFolder } from '../backup/take.js';
import type { Database } from '../db/database.js';
import { openFrozen } from '../db/sqlite-frozen.js';
import { archiveEnding } from '../modules/archive-format.js';
import type { Unpack } from './unpack.js';

/** A backup that somebody looks into, or its opening. */
export interface Opening {
  id: string;
  /** Folder for what is only needed while it is open. */
  folder: string;
  repository: Repository;
  step: InsideStep | null;
  failure: { why: InsideFailure; detail: string } | null;
  /** Null until it is open. */
  db: Database | null;
  /** Archives of modules in it, by their names. */
  archives: Contents;
  /** Resolves when it is open or has failed. */
  ready: Promise<void>;
}

/** Backups that are open beside the portal. */
export interface Openings {
  /** @returns undefined where there is no such backup. */
  open(source: BackupSource, id: string): Promise<Opening | undefined>;
  /** One that is open, opening or failed; asking keeps it open. */
  find(id: string): Opening | undefined;
  close(id: string): Promise<void>;
  /** At the end of the process. */
  closeAll(): Promise<void>;
}

const left = /^\.inside-/;

/** Milliseconds after which one that nobody looks into is closed. */
const idleMs = 20 * 60_000;

const archivesPath = 'archives/';

/** Those in the list of contents of a backup; where that is damaged none, for records can be brought back still. */
async function archivesOf({ repository, id }: Opening): Promise<Contents> {
  const contents = await repository
    .manifest(id)
    .then((manifest) => repository.contents(id, manifest))
    .catch(() => ({}));
  const found = Object.entries(contents).filter(([path]) => path.startsWith(archivesPath) && path.endsWith(archiveEnding));
  return Object.fromEntries(found.map(([path, content]) => [path.slice(archivesPath.length), content]));
}

/** By what a backup is known to be of this portal. */
async function isForeign(db: Database, portal: string): Promise<boolean> {
  const row = await db.read.selectFrom('settings').select('value').where('key', '=', 'portal.setUpAt').executeTakeFirst();
  return row !== undefined && portal !== '' && JSON.parse(row.value) !== portal;
}

/**
 * Opens backups to be looked into; each is unpacked into a file of its own among the backups, which goes when it is closed, after a
 * while without use, and when the process ends. What a killed process has left goes now.
 */
export async function createOpenings(folder: string, unpack: Unpack): Promise<Openings> {
  const root = snapshotFolder(folder);
  for (const name of await readdir(root).catch(() => [])) if (left.test(name)) await rm(join(root, name), { recursive: true, force: true });
  const all = new Map<string, { opening: Opening; abort: AbortController; idle: NodeJS.Timeout }>();

  async function close(id: string): Promise<void> {
    const one = all.get(id);
    if (!one) return;
    all.delete(id);
    clearTimeout(one.idle);
    one.abort.abort();
    await one.opening.ready;
    await one.opening.db?.close();
    await rm(one.opening.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async function begin(opening: Opening, portal: string, keys: string[], signal: AbortSignal): Promise<void> {
    const target = join(opening.folder, 'inside.sqlite');
    try {
      const set = join(opening.repository.root, 'sets', opening.id);
      const result = await unpack(
        { set, target, keys },
        (step) => {
          opening.step = step;
        },
        signal,
      );
      if (!result.ok) {
        opening.failure = result;
        return;
      }
      const db = openFrozen(target);
      if (await isForeign(db, portal)) {
        await db.close();
        opening.failure = { why: 'foreign', detail: '' };
        return;
      }
      opening.archives = await archivesOf(opening);
      opening.db = db;
    } catch (error) {
      opening.failure = { why: 'failed', detail: (error as Error).message };
    } finally {
      opening.step = null;
    }
  }

  return {
    async open(source, id) {
      const known = all.get(id);
      if (known && known.opening.failure === null) return known.opening;
      await close(id);
      const local = await localRepository(folder);
      const here = (await local.ids()).includes(id);
      const repository = here ? local : await secondRepository(source).catch(() => null);
      if (!repository || !(here || (await repository.ids()).includes(id))) return undefined;
      const again = all.get(id);
      if (again) return again.opening;
      const abort = new AbortController();
      const opening: Opening = { id, folder: '', repository, step: 'unpack', failure: null, db: null, archives: {}, ready: Promise.resolve() };
      const idle = setTimeout(() => void close(id), idleMs).unref();
      all.set(id, { opening, abort, idle });
      opening.ready = (async () => {
        opening.folder = await temporaryFolder(folder, 'inside');
        await begin(opening, source.portal, (await readKeys(folder)).map(printKey), abort.signal);
      })().catch((error: Error) => {
        opening.failure = { why: 'failed', detail: error.message };
      });
      return opening;
    },
    find(id) {
      const one = all.get(id);
      one?.idle.refresh();
      return one?.opening;
    },
    close,
    async closeAll() {
      await Promise.all([...all.keys()].map(close));
    },
  };
}

/** A folder for one content on its way. */
export const contentFolder = ({ folder }: Opening): Promise<string> => mkdtemp(join(folder, 'content-'));
