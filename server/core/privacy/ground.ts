import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { presentTables } from '../db/stored-table.js';
import type { PersonalTable } from '../kernel/manifest.js';
import { declaredRecords } from '../modules/declared.js';
import type { CatalogEntry } from '../modules/entry.js';
import { columnOf, defineKind, type Kind } from '../records/kind.js';
import { type Pointer, pointersOf, pointsAt } from '../records/pointers.js';
import type { Subject } from './subject.js';

/** Where personal data may lie: every kind of record whose table is there, whether its module is on or parked. */
export interface Ground {
  kinds: ReadonlyMap<string, Kind>;
  /** What modules keep beside their records. */
  beside: readonly PersonalTable[];
  /** JSON of modules beside their records, in which colleagues may be mentioned. */
  mentions: readonly { table: string; column: string }[];
}

export async function groundOf(db: Database, catalog: readonly CatalogEntry[]): Promise<Ground> {
  const present = new Set(
    await presentTables(
      db,
      catalog.flatMap(({ manifest }) => manifest.owns.tables),
    ),
  );
  const kinds = new Map<string, Kind>();
  for (const entry of catalog)
    for (const declaration of await declaredRecords(entry)) if (present.has(declaration.table)) kinds.set(declaration.type, defineKind(declaration));
  return {
    kinds,
    beside: catalog.flatMap(({ manifest }) => manifest.owns.personal ?? []).filter(({ table }) => present.has(table)),
    mentions: catalog
      .flatMap(({ manifest }) => manifest.owns.mentions ?? [])
      .map((place) => {
        const [table = '', column = ''] = place.split('.');
        return { table, column };
      })
      .filter(({ table }) => present.has(table)),
  };
}

/** Kinds that stand for people or firms: those that can be reached. */
export const isSubjectKind = ({ fields }: Kind): boolean => [...fields.values()].some((field) => field.kind === 'channels' && field.personal);

/** A database in which somebody may be: the portal's own, or that of an archive which is opened. */
export interface Place {
  db: Database;
  ground: Ground;
}

/** All kinds of several places. */
export const kindsIn = (places: readonly Place[]): ReadonlyMap<string, Kind> => new Map(places.flatMap(({ ground }) => [...ground.kinds]));

const unique = (records: readonly Subject[]): Subject[] => [...new Map(records.map((one) => [`${one.type}:${one.id}`, one])).values()];

/** Whether a pointer names another record about the same person. */
const isSamePerson = ({ declaration }: Kind, { column }: Pointer) => (declaration.samePerson ?? []).some((name) => columnOf(name) === column);

export interface Around {
  /**
   * The subject and what else stands for the same person: the leads of a contact, contacts that were made of them, and what was
   * merged with any of these. The subject is first.
   */
  same: Subject[];
  /** These, and what is part of them. */
  own: Subject[];
  related: Subject[];
}

/**
 * What is held about a person. Related are records that point at what stands for them, such as deals, quotes and invoices, or at one of
 * these: shipments and payments; what is part of those: activities; and what is about any of all these: tasks.
 * @param places in which all this lies: each kind of record in one of them.
 */
export async function recordsAround(places: readonly Place[], subject: Subject): Promise<Around> {
  const everyKind = places.flatMap((place) => [...place.ground.kinds.values()].map((kind) => ({ db: place.db, kind })));
  const naming = async (how: Pointer['how'], named: readonly Subject[], isAsked: (kind: Kind, pointer: Pointer) => boolean = () => true) => {
    const found: Subject[] = [];
    for (const { db, kind } of everyKind)
      for (const pointer of pointersOf(kind, [how]).filter((one) => isAsked(kind, one)))
        for (const type of new Set(named.map((one) => one.type))) {
          const ids = named.filter((one) => one.type === type).map(({ id }) => id);
          const condition = pointsAt(pointer, type, (column) => inIds(db.dialect, sql.ref(column), ids));
          if (!condition) continue;
          const { rows } = await sql<{ id: number }>`select id from ${sql.table(kind.table)} where ${condition} order by id`.execute(db.readAside);
          for (const row of rows) found.push({ type: kind.type, id: row.id });
        }
    return found;
  };
  /** Those of their own kind that records name as the same person: one that was merged names the one that stayed. */
  const named = async (of: readonly Subject[]) => {
    const found: Subject[] = [];
    for (const { db, kind } of everyKind)
      for (const pointer of pointersOf(kind, ['ref']).filter((one) => one.type === kind.type && isSamePerson(kind, one))) {
        const ids = of.filter(({ type }) => type === kind.type).map(({ id }) => id);
        if (ids.length === 0) continue;
        const column = sql.ref(pointer.column);
        const { rows } = await sql<{ id: number }>`select ${column} as id from ${sql.table(kind.table)}
          where ${inIds(db.dialect, sql.ref('id'), ids)} and ${column} is not null order by ${column}`.execute(db.readAside);
        for (const { id } of rows) found.push({ type: kind.type, id });
      }
    return found;
  };
  const same = [subject];
  for (let fresh = same.slice(); fresh.length > 0; ) {
    const known = unique([...same, ...(await naming('ref', fresh, isSamePerson)), ...(await named(fresh))]);
    fresh = known.slice(same.length);
    same.push(...fresh);
  }
  const own = [...same, ...(await naming('partOf', same))];
  const isOther = (kind: Kind) => !isSubjectKind(kind);
  const theirs = unique(await naming('ref', same, isOther));
  const pointing = unique([...theirs, ...(await naming('ref', theirs, isOther))]);
  const parts = await naming('partOf', pointing);
  const about = await naming('about', [...own, ...pointing, ...parts]);
  return { same, own, related: [...pointing, ...parts, ...about] };
}
