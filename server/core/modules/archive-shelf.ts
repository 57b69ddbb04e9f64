import { existsSync, renameSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { sha256Of } from '../backup/manifest.js';
import { Refusal } from '../http/problem.js';
import { planAgain } from '../privacy/plan.js';
import type { Services } from '../services.js';
import { type ArchiveManifest, archiveEnding, archiveName, archivesFolder } from './archive-format.js';
import { asRefusal } from './bad-archive.js';
import { type FoundArchive, listArchives, verifyArchive } from './read-archive.js';

/** The files in `archives/`. */
export interface ArchiveShelf {
  archives(): Promise<FoundArchive[]>;
  removeArchive(actor: Actor, name: string): Promise<void>;
  /**
   * Takes a file that somebody brought into `archives/`, when it is a sound archive of a module that this version can attach.
   * @param file is moved. @param named what it was called where it comes from. @returns its name there. @throws Refusal 422 for what is none, 409 when it is there already.
   */
  receive(actor: Actor, file: string, named: string): Promise<string>;
  /** Notes down that somebody takes an archive along. @returns where it lies. @throws Refusal 404. */
  handOut(actor: Actor, name: string): Promise<string>;
  /** Where it lies, whether it is there or not. @throws Refusal 404 for what is no name of an archive. */
  pathOf(name: string): string;
  /** @throws Refusal 404 when it is not there. */
  demand(name: string): string;
  /** Names of those with data of a module. */
  ofModule(id: string): Promise<string[]>;
  /** Lets go of files by their names, whatever these look like. */
  letGo(names: readonly string[]): Promise<void>;
  /** Lets go of what a process that is gone had only half written; it never had a name. */
  clearUp(): Promise<void>;
}

interface ShelfNeeds {
  services: Pick<Services, 'db' | 'now' | 'folder' | 'jobs' | 'settings'>;
  /** Refuses while data of a module is under way. */
  demandIdle(): void;
  /** Whether this version can attach it. @throws BadArchive */
  demandAttachable(manifest: ArchiveManifest): Promise<void>;
}

export function createShelf({ services: { db, now, folder, jobs, settings }, demandIdle, demandAttachable }: ShelfNeeds): ArchiveShelf {
  const root = archivesFolder(folder);
  const pathOf = (name: string): string => {
    if (!/^\w[\w.-]*$/.test(name) || !name.endsWith(archiveEnding)) throw new Refusal(404, 'archive-gone');
    return join(root, name);
  };
  const demand = (name: string): string => {
    const file = pathOf(name);
    if (!existsSync(file)) throw new Refusal(404, 'archive-gone');
    return file;
  };
  const note = (actor: Actor, action: string, module: string | null, archive: string) => db.write((tx) => audit(tx, now(), actor, action, module, { archive }));
  return {
    archives: () => listArchives(root),
    pathOf,
    demand,
    async removeArchive(actor, name) {
      const file = demand(name);
      demandIdle();
      await note(actor, 'module.archive-removed', null, name);
      await rm(file, { force: true });
    },
    async receive(actor, file, named) {
      try {
        const archived = await verifyArchive(file, named);
        await demandAttachable(archived);
        await mkdir(root, { recursive: true, mode: 0o700 });
        const sha256 = await sha256Of(file);
        for (let turn = 1; ; turn++) {
          const name = archiveName(archived.module, archived.created, turn);
          const path = join(root, name);
          // Nothing comes between looking and moving, so that two who bring one at once do not meet.
          if (!existsSync(path)) {
            renameSync(file, path);
            await db.write(async (tx) => {
              await audit(tx, now(), actor, 'module.archive-received', archived.module, { archive: name });
              // It may be older than an erasure.
              if (archived.portal === settings.get('portal.id')) await planAgain({ jobs, now }, tx, 'everywhere');
            });
            return name;
          }
          if ((await sha256Of(path)) === sha256) throw new Refusal(409, 'archive-exists', { params: { name } });
        }
      } catch (error) {
        throw asRefusal(error);
      }
    },
    async handOut(actor, name) {
      const file = demand(name);
      await note(actor, 'module.archive-downloaded', null, name);
      return file;
    },
    ofModule: async (id) => (await listArchives(root)).filter(({ manifest }) => manifest?.module === id).map(({ name }) => name),
    async letGo(names) {
      for (const name of names) await rm(join(root, name), { force: true });
    },
    async clearUp() {
      for (const name of await readdir(root).catch(() => [] as string[]))
        if (/^\.(making|attaching|reading)-/.test(name)) await rm(join(root, name), { recursive: true, force: true });
    },
  };
}
