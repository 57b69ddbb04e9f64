import type { KeptRef } from '../../contracts/core/time-machine.js';
import type { Database } from '../db/database.js';
import type { CatalogEntry } from '../modules/entry.js';
import { namesIn, placeholder } from '../privacy/erase.js';
import { groundOf, recordsAround } from '../privacy/ground.js';
import { type KnownPerson, personType, type Subject, scrubber, wordsForStaff } from '../privacy/subject.js';
import { type Kind, type Row, titleOf } from '../records/kind.js';

/** Somebody who was erased since, as the backup knows them. */
interface Known {
  subject: Subject;
  /** By what they are known there. */
  words: readonly string[];
  /** Of the staff: as they stand there. */
  person?: KnownPerson;
  /** Records that are about them alone, and refs of those that only name them. */
  own: readonly Subject[];
  related: ReadonlySet<string>;
}

/** Who was erased since a backup was made: they are not shown out of it, nor do they come back with what named them. */
export interface Erased {
  known: readonly Known[];
  /** Numbers of the records of a kind that are about somebody erased: nothing of them is shown, and they stay away. */
  own(type: string): ReadonlySet<number>;
  /** A text of a record without the names of those whom it named. */
  without(ref: KeptRef, text: string): string;
  /** A row of the backup without them: only what differs from this has been changed by somebody. */
  row(ref: KeptRef, row: Row): Row;
}

const refOf = ({ type, id }: KeptRef): string => `${type}:${id}`;

async function knownIn(past: Database, catalog: readonly CatalogEntry[], subjects: readonly Subject[]): Promise<Known[]> {
  if (subjects.length === 0) return [];
  const ground = await groundOf(past, catalog);
  const known: Known[] = [];
  for (const subject of subjects) {
    if (subject.type === personType) {
      const person = await past.read.selectFrom('people').select(['name', 'email', 'phone']).where('id', '=', subject.id).executeTakeFirst();
      if (person) known.push({ subject, person, words: wordsForStaff(person), own: [subject], related: new Set() });
      continue;
    }
    if (!ground.kinds.has(subject.type)) continue;
    const places = [{ db: past, ground }];
    const { same, own, related } = await recordsAround(places, subject);
    known.push({ subject, words: await namesIn(places, same), own, related: new Set(related.map(refOf)) });
  }
  return known;
}

const none: ReadonlySet<number> = new Set();
const kept = new WeakMap<Database, { of: string; known: Promise<Known[]> }>();

/** Read once, and anew when somebody else was erased. */
export async function erasedSince(past: Database, live: Database, catalog: readonly CatalogEntry[]): Promise<Erased> {
  const rows = await live.read.selectFrom('erasures').select(['record_type', 'record_id']).orderBy('id').execute();
  const subjects = rows.map((row) => ({ type: row.record_type, id: row.record_id }));
  const of = subjects.map(refOf).join();
  let present = kept.get(past);
  if (present?.of !== of) {
    present = { of, known: knownIn(past, catalog, subjects) };
    present.known.catch(() => kept.delete(past));
    kept.set(past, present);
  }
  const known = await present.known;
  const staff = known.filter(({ person }) => person).flatMap(({ words }) => words);
  const own = new Map<string, Set<number>>();
  for (const { type, id } of known.flatMap((one) => one.own)) own.set(type, (own.get(type) ?? new Set()).add(id));
  const without: Erased['without'] = (ref, text) =>
    scrubber([...staff, ...known.filter(({ related }) => related.has(refOf(ref))).flatMap(({ words }) => words)])(text);
  return {
    known,
    own: (type) => own.get(type) ?? none,
    without,
    row: (ref, row) =>
      known.length === 0
        ? row
        : Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === 'string' ? without(ref, value) : value])),
  };
}

/** What a record of the backup is called to whoever looks. */
export const shownTitle = (erased: Erased, kind: Kind, ref: KeptRef, row: Row): string =>
  erased.own(ref.type).has(ref.id) ? placeholder : erased.without(ref, titleOf(kind, row));
