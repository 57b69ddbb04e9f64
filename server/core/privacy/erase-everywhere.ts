import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErasedInArchive } from '../../contracts/core/privacy.js';
import { makeFolder } from '../backup/make-folder.js';
import type { Database } from '../db/database.js';
import { discardKind } from '../files/let-go.js';
import { type ArchiveManifest, archivesFolder } from '../modules/archive-format.js';
import { Interrupted } from '../modules/bad-archive.js';
import type { Doing } from '../modules/moves.js';
import { archivedTables, linesOf } from '../modules/rows-of.js';
import { syncPath } from '../modules/sync-path.js';
import { createSearchQueue } from '../search/index-queued.js';
import { type EraseDeps, eraseRecord, namesIn, placeholder } from './erase.js';
import { eraseStaff } from './erase-staff.js';
import { type Around, type Place, recordsAround } from './ground.js';
import { heldIn, knownPerson } from './held-in-archives.js';
import { type ArchivedPlace, archivesInUse, type LeftOut, livePlace, type PrivacyDeps, placesAround, withArchives } from './places.js';
import { type KnownPerson, personType, type Subject } from './subject.js';

/** Where archives lie that are written anew, until all are ready and take the places of the old ones. */
const stagingOf = (folder: string): string => join(archivesFolder(folder), '.erasing');
const listName = 'ready.json';

/** What is ready, as it is noted on the disk: from here on it is gone on with, whenever the process ends. */
interface Ready {
  subjects: Subject[];
  archives: string[];
  /** Contents that files of theirs had. */
  contents: string[];
  /** By type and id of the subject. */
  told: Record<string, ErasedInArchive[]>;
}

/** Somebody to be erased, with what is known of them in all places together. */
export interface Plan {
  subject: Subject;
  words: string[];
  person: KnownPerson | undefined;
  around: Map<Place, { places: Place[]; around: Around }>;
}

const nothing: Around = { same: [], own: [], related: [] };

const refOf = ({ type, id }: Subject): string => `${type}:${id}`;

async function planOf(deps: PrivacyDeps, all: readonly Place[], subject: Subject): Promise<Plan> {
  const plan: Plan = { subject, words: [], person: undefined, around: new Map() };
  if (subject.type === personType) {
    plan.person = await knownPerson(deps, subject.id);
    return plan;
  }
  const inUse = archivesInUse(deps);
  for (const place of all) {
    const places = placesAround(place, all, inUse);
    const around = await recordsAround(places, subject);
    plan.around.set(place, { places, around });
    plan.words.push(...(await namesIn(places, around.same)));
  }
  return plan;
}

async function eraseIn(services: EraseDeps['services'], place: Place, { subject, words, person, around }: Plan): Promise<void> {
  const deps: EraseDeps = { services, ground: place.ground, placeholder };
  if (subject.type === personType) await eraseStaff(deps, subject.id, person);
  else await eraseRecord(deps, subject, { words, ...around.get(place) });
}

/** What an archive holds, without the index of words, whose entries are made anew for whatever is looked at. */
async function printOf({ db, archive }: ArchivedPlace): Promise<string> {
  const hash = createHash('sha256');
  for (const from of await archivedTables(db, archive.entry.manifest))
    if (!from.table.name.startsWith('search_')) for await (const { line } of linesOf(db, from)) hash.update(`${from.table.name} ${line}\n`);
  return hash.update(JSON.stringify(await db.read.selectFrom('people').select(['id', 'name', 'email']).orderBy('id').execute())).digest('hex');
}

const contentsLeft = async (db: Database): Promise<string[]> =>
  (await db.read.selectFrom('jobs').select('key').where('kind', '=', discardKind).execute()).map(({ key }) => key);

export type RewriteDeps = Pick<PrivacyDeps, 'services' | 'version'> & { life: { moves: Pick<PrivacyDeps['life']['moves'], 'mayGoOn'> } };

/**
 * Erases in an archive that is opened, by the same functions as in the portal, and writes it anew beside.
 * @param into the folder where it is to lie, by the same name.
 * @returns undefined where it holds nothing of them: then nothing is written.
 */
export async function rewrite(
  deps: RewriteDeps,
  place: ArchivedPlace,
  plans: readonly Plan[],
  into: string,
  doing?: Doing,
): Promise<{ contents: string[] } | undefined> {
  const { services, version, life } = deps;
  const { archive, db, ground } = place;
  const search = createSearchQueue({ db, kinds: () => ground.kinds, log: services.log });
  const live: EraseDeps['services']['live'] = { ...services.live, publish: () => undefined };
  const before = await printOf(place);
  for (const plan of plans) await eraseIn({ ...services, db, search, live }, place, plan);
  if ((await printOf(place)) === before) {
    await search.stop();
    return undefined;
  }
  await search.catchUp(ground.kinds);
  await search.stop();
  const contents = await contentsLeft(db);
  const { manifest } = archive;
  const said: Partial<ArchiveManifest> = {
    portal: manifest.portal,
    dialect: manifest.dialect,
    created: manifest.created,
    company: manifest.company,
    ...(manifest.fromBackup ? { fromBackup: true as const } : {}),
    permissions: manifest.permissions,
    tokens: manifest.tokens,
    rewritten: [...(manifest.rewritten ?? []), services.now()],
  };
  const staging = join(into, `${archive.name}.making`);
  await makeFolder(staging);
  const { makeArchive } = await import('../modules/write-archive.js');
  const { made } = await makeArchive({ ...services, db, version, contents: archive.contents }, archive.entry, staging, said, (count) => {
    if (!life.moves.mayGoOn()) throw new Interrupted();
    doing?.rows(count);
  });
  await rename(made, join(into, archive.name));
  await rm(staging, { recursive: true });
  return { contents };
}

async function noteReady(folder: string, ready: Ready): Promise<void> {
  const file = join(stagingOf(folder), listName);
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(ready));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  await syncPath(stagingOf(folder));
}

async function readReady(folder: string): Promise<Ready | undefined> {
  const file = join(stagingOf(folder), listName);
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Ready) : undefined;
}

/** Archives that are ready take the places of the old ones; may be done again at any time. */
async function takePlaces({ services }: PrivacyDeps, { archives, contents, told }: Ready): Promise<void> {
  const { db, jobs, folder, now } = services;
  const root = archivesFolder(folder);
  for (const name of archives) {
    const ready = join(stagingOf(folder), name);
    // Nothing comes between looking and moving: one that was removed meanwhile does not come back.
    if (existsSync(ready) && existsSync(join(root, name))) renameSync(ready, join(root, name));
  }
  if (archives.length > 0) await syncPath(root);
  await db.write(async (tx) => {
    for (const sha256 of contents) await jobs.schedule(tx, discardKind, sha256, now(), { sha256 });
    for (const [ref, list] of Object.entries(told)) await noteTold(tx.q, ref, list);
  });
  await rm(stagingOf(folder), { recursive: true, force: true });
}

/** Adds what became of archives to what is told of an erasure already. */
async function noteTold(q: Database['read'], ref: string, list: readonly ErasedInArchive[]): Promise<void> {
  if (list.length === 0) return;
  const at = ref.lastIndexOf(':');
  const [type, id] = [ref.slice(0, at), Number(ref.slice(at + 1))];
  const row = await q.selectFrom('erasures').select(['id', 'archives']).where('record_type', '=', type).where('record_id', '=', id).executeTakeFirst();
  if (!row) return;
  const before = (JSON.parse(row.archives ?? '[]') as ErasedInArchive[]).filter(({ archive }) => !list.some((one) => one.archive === archive));
  await q
    .updateTable('erasures')
    .set({ archives: JSON.stringify([...before, ...list]) })
    .where('id', '=', row.id)
    .execute();
}

const toldOfLeft = (left: readonly LeftOut[]): ErasedInArchive[] => left.map(({ archive, module, why }) => ({ archive, module, count: null, why }));

/**
 * Erases people in the portal and in its archives. First every archive that holds them is written anew beside the old one, then what the
 * portal itself holds is erased, at last the new archives take their places: as long as anything is left to be erased, that by which it is
 * found is there.
 * @param ready what a process that is gone had ready: then no archive is written.
 */
async function carryOut(deps: PrivacyDeps, subjects: readonly Subject[], ready?: Ready): Promise<void> {
  const { services, life } = deps;
  const { folder } = services;
  if (!ready) await rm(stagingOf(folder), { recursive: true, force: true });
  const doings = new Map<string, Doing>();
  const doingOf = (module: string) => {
    const doing = doings.get(module) ?? life.moves.begin(module, 'erase');
    doings.set(module, doing);
    return doing;
  };
  try {
    const taking = await withArchives(
      deps,
      async ({ places, left }) => {
        const live = await livePlace(deps);
        const all = [live, ...places];
        const plans: Plan[] = [];
        for (const subject of subjects) plans.push(await planOf(deps, all, subject));
        const told = new Map(subjects.map((subject) => [refOf(subject), ready ? [] : toldOfLeft(left)]));
        const fresh: Ready = { subjects: [...subjects], archives: [], contents: [], told: {} };
        if (!ready)
          for (const place of places) {
            const { name, manifest } = place.archive;
            const counts = new Map<string, number>();
            for (const { subject, around } of plans) {
              const items = await heldIn(deps, place, around.get(place)?.around ?? nothing, subject, 'en');
              const touched = items.reduce((sum, { count, fate }) => sum + (fate === 'kept' ? 0 : count), 0);
              if (items.length > 0) counts.set(refOf(subject), touched);
            }
            const written = await rewrite(deps, place, plans, stagingOf(folder), doings.get(manifest.module));
            if (!written) continue;
            fresh.archives.push(name);
            fresh.contents.push(...written.contents);
            for (const [ref, count] of counts) told.get(ref)?.push({ archive: name, module: manifest.module, count, why: null });
          }
        fresh.told = Object.fromEntries(told);
        if (fresh.archives.length > 0) await noteReady(folder, fresh);
        for (const plan of plans) await eraseIn(services, live, plan);
        return ready ?? fresh;
      },
      ({ manifest }) => {
        const doing = doingOf(manifest?.module ?? '');
        const rows = Object.values(manifest?.parts ?? {}).reduce((sum, part) => sum + part.rows, 0);
        doing.total(3 * rows);
        return doing;
      },
    );
    if (subjects.some(({ type }) => type === personType)) await services.access.forget();
    await takePlaces(deps, taking);
  } catch (error) {
    // What is ready stays, to be gone on with; of the rest nothing has changed.
    if (!existsSync(join(stagingOf(folder), listName))) await rm(stagingOf(folder), { recursive: true, force: true }).catch(() => undefined);
    throw error;
  } finally {
    for (const doing of doings.values()) doing.end();
  }
}

/** Erases in the portal alone what came back with a module; its archives were written anew before. */
async function eraseHere(deps: PrivacyDeps, subjects: readonly Subject[]): Promise<void> {
  const live = await livePlace(deps);
  for (const subject of subjects) await eraseIn(deps.services, live, await planOf(deps, [live], subject));
  await deps.services.access.forget();
}

/**
 * Erases people wherever they are, also in archives, while no data of a module is moved; what was interrupted before is completed first.
 * @param onlyHere leaves the archives as they are.
 */
export const eraseEverywhere = (deps: PrivacyDeps, subjects: readonly Subject[], onlyHere = false): Promise<void> =>
  deps.life.alone(async () => {
    const ready = await readReady(deps.services.folder);
    if (ready) await carryOut(deps, ready.subjects, ready);
    if (onlyHere) await eraseHere(deps, subjects);
    else await carryOut(deps, subjects);
  });
