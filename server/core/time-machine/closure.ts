import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import type { Kind, Row } from '../records/kind.js';
import { pointersOf, pointsAnyhow } from '../records/pointers.js';
import type { RecordRef } from '../records/record-ref.js';
import { rowsWithIds } from './compare.js';

/** Why a record comes: it was asked for, is part of one that was, points at one, or is pointed at. */
type Why = 'asked' | 'part' | 'pointing' | 'pointed' | 'needed';

export interface Coming extends RecordRef {
  why: Why;
  row: Row;
}

export interface Wish {
  records: readonly RecordRef[];
  withPointing: boolean;
  withPointed: boolean;
}

/** More in one go are asked for in several. */
export const mostComing = 2000;

const keyOf = ({ type, id }: RecordRef) => `${type}:${id}`;

/**
 * What comes back with some records: what is part of them, what they cannot be without, and where it is wished what points at them or
 * is pointed at, and is not in the portal now. What comes first stands first.
 * @param then the backup. @returns undefined where that is more than {@link mostComing}.
 */
export async function closureOf(then: Database, live: Database, kinds: ReadonlyMap<string, Kind>, wish: Wish): Promise<Coming[] | undefined> {
  const all = new Map<string, Coming>();
  const before: Coming[] = [];
  const after: Coming[] = [];
  const among = (ids: readonly number[]) => (column: string) => inIds(then.dialect, sql.ref(column), ids);

  /** Those of these rows whose record is not in the portal. */
  async function missing(kind: Kind, rows: readonly Row[]): Promise<Row[]> {
    const there = await rowsWithIds(
      live,
      kind.table,
      rows.map(({ id }) => id as number),
    );
    const isThere = (id: number) => there.get(id)?.deleted_at === null;
    return rows.filter(({ id }) => !isThere(id as number));
  }
  function add(kind: Kind, rows: readonly Row[], why: Why): Coming[] {
    const fresh = rows.map((row): Coming => ({ type: kind.type, id: row.id as number, why, row })).filter((one) => !all.has(keyOf(one)));
    for (const one of fresh) all.set(keyOf(one), one);
    (why === 'pointed' || why === 'needed' ? before : after).push(...fresh);
    return fresh;
  }
  const rowsWhere = async (kind: Kind, where: ReturnType<typeof sql<boolean>>) =>
    (
      await sql<Row>`select * from ${sql.table(kind.table)} where ${where} and deleted_at is null order by id limit ${sql.lit(mostComing + 1)}`.execute(
        then.readAside,
      )
    ).rows;

  let wave: Coming[] = [];
  for (const type of new Set(wish.records.map((one) => one.type))) {
    const kind = kinds.get(type);
    if (!kind) continue;
    const ids = wish.records.filter((one) => one.type === type).map(({ id }) => id);
    wave.push(...add(kind, await rowsWhere(kind, among(ids)('id')), 'asked'));
  }
  while (wave.length > 0) {
    if (all.size > mostComing) return undefined;
    const next: Coming[] = [];
    for (const type of new Set(wave.map((one) => one.type))) {
      const kind = kinds.get(type) as Kind;
      const of = wave.filter((one) => one.type === type);
      next.push(...(await partsAndPointing(kind, of)), ...(await pointed(kind, of)));
    }
    wave = next;
  }
  return [...before.reverse(), ...after];

  async function partsAndPointing(kind: Kind, of: readonly Coming[]): Promise<Coming[]> {
    // A dictionary or a parent that comes along brings nothing of its own: half of all records may point at it.
    const ids = of.filter(({ why }) => why !== 'pointed' && why !== 'needed').map(({ id }) => id);
    if (ids.length === 0) return [];
    const found: Coming[] = [];
    for (const other of kinds.values()) {
      const parts = pointsAnyhow(pointersOf(other, ['partOf']), kind.type, among(ids));
      const pointing = pointsAnyhow(pointersOf(other, ['ref', 'about']), kind.type, among(ids));
      if (parts) found.push(...add(other, await missing(other, await rowsWhere(other, parts)), 'part'));
      if (!pointing || !wish.withPointing || kind.ownerColumn === null) continue;
      const rows = await rowsWhere(other, pointing);
      found.push(...add(other, await missing(other, rows), 'pointing'));
    }
    return found;
  }

  async function pointed(kind: Kind, of: readonly Coming[]): Promise<Coming[]> {
    const wanted = new Map<string, { kind: Kind; ids: Set<number>; why: Why }>();
    const want = (type: unknown, id: unknown, why: Why) => {
      const target = typeof type === 'string' ? kinds.get(type) : undefined;
      if (!target || typeof id !== 'number') return;
      const key = `${type} ${why}`;
      const one = wanted.get(key) ?? { kind: target, ids: new Set<number>(), why };
      one.ids.add(id);
      wanted.set(key, one);
    };
    for (const { row } of of)
      for (const { column, type, needed } of pointersOf(kind))
        if (needed || wish.withPointed) want(typeof type === 'string' ? type : row[type.column], row[column], needed ? 'needed' : 'pointed');
    const found: Coming[] = [];
    for (const one of wanted.values()) {
      const rows = await rowsWhere(one.kind, among([...one.ids])('id'));
      found.push(...add(one.kind, await missing(one.kind, rows), one.why));
    }
    return found;
  }
}
