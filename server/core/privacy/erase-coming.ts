import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { apartFromFirstWrite, type Database } from '../db/database.js';
import { BadArchive } from '../modules/bad-archive.js';
import { readArchiveManifest } from '../modules/read-archive.js';
import { syncPath } from '../modules/sync-path.js';
import { namesIn } from './erase.js';
import { type Plan, rewrite } from './erase-everywhere.js';
import { groundOf, type Place, recordsAround } from './ground.js';
import { subjectTitle } from './held.js';
import { knownPerson } from './held-in-archives.js';
import { type ArchivedPlace, livePlace, openOwn, type PrivacyDeps, placesAround } from './places.js';
import { everybodyErased } from './plan.js';
import { personType } from './subject.js';

export type ComingDeps = Pick<PrivacyDeps, 'services' | 'catalog' | 'version' | 'coreMigrations'> & { life: Pick<PrivacyDeps['life'], 'moves'> };

/** What lies in a backup beside an archive that comes out of it. */
export interface Beside {
  /** The database of the backup. */
  past: Database;
  /** Archives in it of modules that its database does not have, as files: in them others may be known. */
  archives(): Promise<readonly string[]>;
}

const none: ReadonlySet<string> = new Set();

/**
 * Erases everybody who was erased by now in an archive that comes out of a backup, before it has its place: by what they were known, the
 * portal does not say any more, but that backup may.
 * @param file of the archive; written anew where it held any of them.
 * @returns how many it names of whom the backup does not tell by what they were known, so that texts may name them still.
 * @throws BadArchive; Interrupted
 */
export const eraseInComing = (deps: ComingDeps, file: string, beside: Beside): Promise<number> => apartFromFirstWrite(() => eraseIn(deps, file, beside));

async function eraseIn(deps: ComingDeps, file: string, { past, archives }: Beside): Promise<number> {
  const subjects = await everybodyErased(deps.services.db.read);
  if (subjects.length === 0) return 0;
  const opened: ArchivedPlace[] = [];
  const staging = await mkdtemp(join(dirname(file), 'erasing-'));
  try {
    const target = await openOwn(deps, file, await readArchiveManifest(file));
    if (!target) return 0;
    opened.push(target);
    for (const one of await archives()) {
      const place = await readArchiveManifest(one)
        .then((manifest) => openOwn(deps, one, manifest))
        .catch((error: unknown) => {
          // One that cannot be read tells of nobody.
          if (error instanceof BadArchive) return undefined;
          throw error;
        });
      if (place) opened.push(place);
    }
    const then: Place[] = [{ db: past, ground: await groundOf(past, deps.catalog) }, ...opened.slice(1).map(({ db, ground }) => ({ db, ground }))];
    const places = placesAround(target, [...then, await livePlace(deps)], none);
    const plans: Plan[] = [];
    let unknown = 0;
    for (const subject of subjects) {
      if (subject.type === personType) {
        const person = await knownPerson({ services: { ...deps.services, db: past } }, subject.id);
        plans.push({ subject, words: [], person, around: new Map() });
        continue;
      }
      const around = await recordsAround(places, subject);
      const words = await namesIn(places, around.same);
      plans.push({ subject, words, person: undefined, around: new Map([[target, { places, around }]]) });
      // The first of its own is the subject itself, there or not.
      const isNamed = [...around.own.slice(1), ...around.related].some(({ type }) => target.ground.kinds.has(type));
      const titles = await Promise.all([target, ...then].map((place) => subjectTitle(place, subject)));
      if (isNamed && words.length === 0 && titles.every((title) => title === undefined)) unknown += 1;
    }
    await rewrite(deps, target, plans, staging);
    const written = join(staging, target.archive.name);
    if (existsSync(written)) {
      await rename(written, file);
      await syncPath(dirname(file));
    }
    return unknown;
  } finally {
    for (const { archive } of opened) await archive.close();
    await rm(staging, { recursive: true, force: true });
  }
}
