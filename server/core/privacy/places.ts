import { join } from 'node:path';
import type { ArchiveLeft } from '../../contracts/core/privacy.js';
import { apartFromFirstWrite } from '../db/database.js';
import type { Migration } from '../db/migrate.js';
import { type ArchiveManifest, archivesFolder } from '../modules/archive-format.js';
import { BadArchive } from '../modules/bad-archive.js';
import type { CatalogEntry } from '../modules/entry.js';
import type { Life } from '../modules/life-interface.js';
import type { OpenedArchive } from '../modules/open-archive.js';
import { type FoundArchive, listArchives } from '../modules/read-archive.js';
import type { Services } from '../services.js';
import { groundOf, type Place } from './ground.js';

export interface PrivacyDeps {
  services: Services;
  catalog: readonly CatalogEntry[];
  life: Pick<Life, 'states' | 'moves' | 'alone'>;
  version: string;
  coreMigrations(): Promise<readonly Migration[]>;
}

/** The portal's own database, in which the modules lie that are on or parked. */
export const livePlace = async ({ services: { db }, catalog }: Pick<PrivacyDeps, 'services' | 'catalog'>): Promise<Place> => ({
  db,
  ground: await groundOf(db, catalog),
});

/** An archive of this portal, opened. */
export interface ArchivedPlace extends Place {
  archive: OpenedArchive;
}

/** An archive into which nobody can look by the numbers of records. */
export interface LeftOut {
  archive: string;
  /** Id of its module, where that can be read. */
  module: string | null;
  why: ArchiveLeft;
}

export interface Opened {
  places: ArchivedPlace[];
  left: LeftOut[];
}

const whyLeft: Readonly<Record<BadArchive['code'], ArchiveLeft>> = {
  'archive-unreadable': 'unreadable',
  'archive-damaged': 'unreadable',
  'archive-newer': 'newer',
  'archive-unknown-module': 'unknown-module',
};

interface Progress {
  rows(count: number): void;
}

/**
 * Opens one archive, until its `close`.
 * @param reading is called before it is read, and gives what is told of its rows.
 * @returns undefined for one of another portal, where the numbers of records are those of others. @throws BadArchive
 */
export async function openOwn(
  {
    services: { folder, settings, now },
    catalog,
    life,
    coreMigrations,
  }: Pick<PrivacyDeps, 'services' | 'catalog' | 'coreMigrations'> & { life: Pick<Life, 'moves'> },
  file: string,
  { portal }: Pick<ArchiveManifest, 'portal'>,
  reading: () => Progress = () => ({ rows: () => undefined }),
): Promise<ArchivedPlace | undefined> {
  if (portal !== settings.get('portal.id')) return undefined;
  const { openArchive } = await import('../modules/open-archive.js');
  const progress = { onRows: reading().rows, mayGoOn: life.moves.mayGoOn };
  const archive = await apartFromFirstWrite(() => openArchive({ folder, catalog, coreMigrations, now }, file, progress));
  return { archive, db: archive.db, ground: await groundOf(archive.db, catalog) };
}

/**
 * Opens every archive of this portal for as long as `work` takes. What cannot be opened is told beside; a disk that is full, or a folder
 * into which nothing can be written, is an error.
 * @param opening is called for each before it is opened, and gives what is told of the rows that are read.
 */
export async function withArchives<T>(
  { services, catalog, life, coreMigrations }: PrivacyDeps,
  work: (opened: Opened) => Promise<T>,
  opening: (found: FoundArchive) => Progress = () => ({ rows: () => undefined }),
): Promise<T> {
  const { folder } = services;
  const opened: Opened = { places: [], left: [] };
  try {
    for (const found of await listArchives(archivesFolder(folder))) {
      const { name, manifest } = found;
      const leave = (why: ArchiveLeft) => opened.left.push({ archive: name, module: manifest?.module ?? null, why });
      if (!manifest) leave('unreadable');
      else
        try {
          const place = await openOwn({ services, catalog, life, coreMigrations }, join(archivesFolder(folder), name), manifest, () => opening(found));
          if (!place) leave('foreign');
          else opened.places.push(place);
        } catch (error) {
          // One that was removed meanwhile holds nobody any more.
          if (error instanceof BadArchive) leave(whyLeft[error.code]);
          else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        }
    }
    return await work(opened);
  } finally {
    for (const { archive } of opened.places) await archive.close();
  }
}

const modulesIn = ({ ground }: Place): Set<string> => new Set([...ground.kinds.values()].map(({ declaration }) => declaration.module));

/**
 * Everything as it belongs together with what lies in one place: of each other module what is in use, or the archive it lies in, or the
 * newest that there is. An older archive may tell of other links than there are now.
 * @param all the portal's own first, then its archives, the newest first.
 */
export function placesAround(target: Place, all: readonly Place[], inUse: ReadonlySet<string>): Place[] {
  const view: Place[] = [];
  const seen = new Set<string>();
  const isCurrent = (place: Place) => 'archive' in place && inUse.has((place as ArchivedPlace).archive.name);
  for (const place of [target, ...all.filter((one) => !('archive' in one)), ...all.filter(isCurrent), ...all]) {
    const kinds = [...place.ground.kinds].filter(([, { declaration }]) => !seen.has(declaration.module));
    if (kinds.length > 0 || place === target) view.push({ db: place.db, ground: { ...place.ground, kinds: new Map(kinds) } });
    for (const module of modulesIn(place)) seen.add(module);
  }
  return view;
}

/** Names of the archives in which modules lie now. */
export const archivesInUse = ({ life }: Pick<PrivacyDeps, 'life'>): Set<string> => new Set([...life.states().values()].flatMap(({ archive }) => archive ?? []));
