import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TakenModule } from '../../contracts/core/time-machine.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { BadBackup } from '../backup/manifest.js';
import { createdOf } from '../backup/set-manifest.js';
import { conflict, notFound, Refusal } from '../http/problem.js';
import { archivesFolder, contentPath } from '../modules/archive-format.js';
import { countRows } from '../modules/holdings.js';
import { writeArchive } from '../modules/write-archive.js';
import { type ComingDeps, eraseInComing } from '../privacy/erase-coming.js';
import { planAgain } from '../privacy/plan.js';
import type { Beside } from './look.js';
import type { Opening } from './openings.js';

/** A backup beside the portal, with how it was opened. */
export type Inner = Beside & { opening: Opening };

/** Names of the archives of a module in it, the newest first. */
export const archivesOf = ({ archives }: Opening, module: string): string[] =>
  Object.keys(archives)
    .filter((name) => name.startsWith(`${module}-`))
    .sort()
    .reverse();

/** Copies contents out of the backup to where an archive expects them. */
const fetchInto =
  ({ repository, folder }: Opening) =>
  async (contents: Readonly<Record<string, number>>): Promise<void> => {
    for (const [sha256, bytes] of Object.entries(contents)) {
      const target = join(folder, contentPath(sha256));
      if (!existsSync(target)) await repository.writeContent({ sha256, bytes }, target);
    }
  };

/** The newest archive in it of each module that was archived then, but one, as files in a folder. */
async function archivesBeside({ past, opening, catalog }: Inner, but: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const { manifest } of catalog) {
    const [name] = manifest.id === but ? [] : archivesOf(opening, manifest.id);
    const content = name === undefined ? undefined : opening.archives[name];
    if (name === undefined || !content || (await countRows(past, manifest)).tables.length > 0) continue;
    try {
      await opening.repository.writeContent(content, join(folder, name));
      files.push(join(folder, name));
    } catch (error) {
      if (!(error instanceof BadBackup)) throw error;
    }
  }
  return files;
}

/** Erases in a file that is to lie among our archives whoever was erased since. @returns of how many the backup does not say what they were called. */
async function eraseIn(deps: ComingDeps, inner: Inner, module: string, file: string): Promise<number> {
  const folder = await mkdtemp(join(inner.opening.folder, 'archives-'));
  try {
    return await eraseInComing(deps, file, { past: inner.past, archives: () => archivesBeside(inner, module, folder) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts the newest archive of a module that was archived then among ours. */
async function takeArchive(deps: ComingDeps, inner: Inner, actor: Actor, module: string): Promise<TakenModule> {
  const { opening } = inner;
  const { services, life } = deps;
  const [name] = archivesOf(opening, module);
  const content = name === undefined ? undefined : opening.archives[name];
  if (name === undefined || !content) throw notFound();
  const root = archivesFolder(services.folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const staging = await mkdtemp(join(root, '.making-'));
  let unknown = 0;
  try {
    await opening.repository.writeContent(content, join(staging, name));
    unknown = await eraseIn(deps, inner, module, join(staging, name));
    return { archive: await life.moves.receive(actor, join(staging, name), name), unknown };
  } catch (error) {
    if (error instanceof BadBackup) throw conflict('backup-damaged');
    // The same one lies there.
    const there = error instanceof Refusal && error.code === 'archive-exists' ? error.options.params?.name : undefined;
    if (typeof there !== 'string') throw error;
    return { archive: there, unknown };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Puts a module of a backup into an archive: as it stood then, or the newest archive of one that was archived then. */
export async function takeModule(deps: ComingDeps, inner: Inner, actor: Actor, id: string): Promise<TakenModule> {
  const { past, opening, catalog } = inner;
  const { services, version } = deps;
  const entry = catalog.find(({ manifest }) => manifest.id === id);
  if (!entry) throw notFound();
  if ((await countRows(past, entry.manifest)).tables.length === 0) return takeArchive(deps, inner, actor, id);
  const contents = join(opening.folder, 'files');
  let unknown = 0;
  try {
    await mkdir(contents, { recursive: true });
    const { name } = await writeArchive(
      {
        db: past,
        settings: services.settings,
        folder: services.folder,
        now: () => createdOf(opening.id),
        version,
        fromBackup: true,
        contents: { folder: contents, fetch: fetchInto(opening) },
      },
      entry,
      () => undefined,
      async (made) => {
        unknown = await eraseIn(deps, inner, id, made);
      },
    );
    await services.db.write(async (tx) => {
      await audit(tx, services.now(), actor, 'time-machine.module-taken', id, { backup: opening.id });
      await planAgain(services, tx, 'everywhere');
    });
    return { archive: name, unknown };
  } catch (error) {
    if (error instanceof BadBackup) throw conflict('backup-damaged');
    throw error;
  }
}
