import { sql } from 'kysely';
import type { DataSubject, HeldData, HeldInArchive } from '../../contracts/core/privacy.js';
import { texts } from '../i18n/texts.js';
import { archivedTables, linesOf } from '../modules/rows-of.js';
import { type Around, recordsAround } from './ground.js';
import { findSubjects, itemsIn, subjectTitle } from './held.js';
import { type ArchivedPlace, archivesInUse, livePlace, type PrivacyDeps, placesAround, withArchives } from './places.js';
import { type KnownPerson, personType, type Subject, wordsForStaff } from './subject.js';

/** What the list of people says of one, for whom archives are looked through. */
export const knownPerson = ({ services: { db } }: Pick<PrivacyDeps, 'services'>, id: number): Promise<KnownPerson | undefined> =>
  db.read.selectFrom('people').select(['name', 'email', 'phone']).where('id', '=', id).executeTakeFirst();

/** Rows of an archive in which a colleague is mentioned, or that were told to others; and the list of whom rows name. */
async function namingColleague({ db, archive }: ArchivedPlace, id: number, known: KnownPerson | undefined, language: string): Promise<HeldData[]> {
  const words = known ? wordsForStaff(known) : [];
  let count = (
    await db.read
      .selectFrom('people')
      .select('id')
      .where('id', '=', id)
      .where(sql<boolean>`name in (${sql.join([...words, ''])})`)
      .execute()
  ).length;
  for (const from of await archivedTables(db, archive.entry.manifest)) {
    const told = from.table.name === 'notices' || from.table.name === 'mails';
    for await (const { line } of linesOf(db, from))
      if (new RegExp(`data-mention=[\\\\]*"${id}[\\\\]*">(?!—)`).test(line) || (told && words.some((word) => line.includes(word)))) count += 1;
  }
  return count === 0 ? [] : [{ what: texts(language)('core:privacy.what.naming'), count, fate: 'scrubbed', why: null }];
}

/** What one archive holds of somebody. @param around what is held about them there and around it. */
export async function heldIn(deps: PrivacyDeps, place: ArchivedPlace, around: Around, subject: Subject, language: string): Promise<HeldData[]> {
  if (subject.type === personType) return namingColleague(place, subject.id, await knownPerson(deps, subject.id), language);
  return itemsIn(place, around, language);
}

/** What archives hold of somebody, those that hold nothing left out. */
export async function heldInArchives(deps: PrivacyDeps, language: string, subject: Subject): Promise<HeldInArchive[]> {
  const t = texts(language);
  const live = await livePlace(deps);
  return withArchives(deps, async ({ places, left }) => {
    const found: HeldInArchive[] = [];
    for (const place of places) {
      const { name, manifest } = place.archive;
      const around = await recordsAround(placesAround(place, [live, ...places], archivesInUse(deps)), subject);
      const items = await heldIn(deps, place, around, subject, language);
      if (items.length > 0) found.push({ archive: name, module: t(`${manifest.module}:module.name`), items, why: null });
    }
    for (const { archive, module, why } of left) found.push({ archive, module: module && t(`${module}:module.name`), items: [], why });
    return found;
  });
}

/** What somebody is called who lies in archives alone, in the newest of them. */
export const titleInArchives = async (deps: PrivacyDeps, subject: Subject): Promise<string | undefined> =>
  subject.type === personType
    ? undefined
    : withArchives(deps, async ({ places }) => {
        for (const place of places) {
          const title = await subjectTitle(place, subject);
          if (title !== undefined) return title;
        }
        return undefined;
      });

/** People and firms who are found in archives alone. */
export async function findInArchives(deps: PrivacyDeps, language: string, q: string): Promise<DataSubject[]> {
  const live = await livePlace(deps);
  return withArchives(deps, async ({ places }) => {
    const found = new Map<string, DataSubject>();
    for (const place of places)
      for (const one of await findSubjects(place, language, q)) {
        const ref = `${one.type}:${one.id}`;
        if (one.type !== personType && !found.has(ref) && (await subjectTitle(live, one)) === undefined) found.set(ref, one);
      }
    return [...found.values()];
  });
}
