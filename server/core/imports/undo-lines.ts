import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { emptiedSince } from '../bulk/emptied.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { changeMany, removeMany, rowsWhere } from '../records/bulk.js';
import { reaches } from '../records/context.js';
import { fromRow, type Kind, type Row, type Values } from '../records/kind.js';
import { pointersOf, pointsAt } from '../records/pointers.js';
import { type Reverter, Reverters } from './point.js';
import type { ImportDeps, StoredImport } from './state.js';

/** One line of history that the import wrote. */
interface Line {
  id: number;
  record_type: string;
  record_id: number;
  at: string;
  kind: string;
  changes: string;
}

/** A line of what was, whose record's kind is known. */
type Told = Pick<Line, 'id' | 'record_id' | 'at' | 'changes'>;
type Changes = Record<string, { from: unknown; to: unknown }>;

interface Range {
  first_id: number;
  last_id: number;
}

const rangesOf = (tx: Tx, importId: number): Promise<Range[]> =>
  tx.q.selectFrom('import_changes').select(['first_id', 'last_id']).where('import_id', '=', importId).orderBy('first_id', 'desc').execute();

/** The next lines from the last one downwards: what was made later may point at what was made before. */
export async function linesBelow(tx: Tx, importId: number, below: number, limit: number): Promise<{ lines: Line[]; isLast: boolean }> {
  const lines: Line[] = [];
  const ranges = (await rangesOf(tx, importId)).filter(({ first_id: first }) => first < below);
  for (const { first_id: first, last_id: last } of ranges) {
    const rows = await tx.q
      .selectFrom('record_history')
      .select(['id', 'record_type', 'record_id', 'at', 'kind', 'changes'])
      .where('id', '>=', first)
      .where('id', '<=', Math.min(last, below - 1))
      .orderBy('id', 'desc')
      .limit(limit - lines.length)
      .execute();
    lines.push(...rows);
    if (lines.length >= limit) return { lines, isLast: rows.at(-1)?.id === ranges.at(-1)?.first_id };
  }
  return { lines, isLast: true };
}

export interface Undone {
  removed: number;
  restored: number;
  left: Record<string, number>;
}

/** Lines of one kind of record that follow each other, in their order. */
function groups(lines: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.[0] && last[0].record_type === line.record_type && last[0].kind === line.kind) last.push(line);
    else found.push([line]);
  }
  return found;
}

const unique = (ids: readonly number[]): number[] => [...new Set(ids)];

interface Work {
  deps: ImportDeps;
  tx: Tx;
  actor: Actor;
  one: StoredImport;
  kind: Kind;
  isMine(lineId: number): boolean;
  /** See {@link emptiedSince}. */
  emptied: ReadonlyMap<string, string>;
}

const reverterOf = ({ registry }: ImportDeps, kind: Kind): Reverter | undefined => registry.items(Reverters).find(({ item }) => item.type === kind.type)?.item;

const among = ({ deps }: Work, column: string, ids: readonly number[]) => inIds(deps.records.db.dialect, sql.ref(column), ids);

/** Lines of the history of these records, of one kind, in their order. */
const linesOf = (work: Work, ids: readonly number[], what: 'created' | 'changed'): Promise<Told[]> =>
  work.tx.q
    .selectFrom('record_history')
    .select(['id', 'record_id', 'at', 'changes'])
    .where('record_type', '=', work.kind.type)
    .where(among(work, 'record_id', ids))
    .where('kind', '=', what)
    .orderBy('id')
    .execute();

/** The lines that tell of changes, by the record. */
async function changesOf(work: Work, ids: readonly number[]): Promise<Map<number, Told[]>> {
  const found = new Map<number, Told[]>();
  for (const line of await linesOf(work, ids, 'changed')) found.set(line.record_id, [...(found.get(line.record_id) ?? []), line]);
  return found;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Moments that the portal notes beside what somebody does, such as since when a deal is in its stage: nobody's own change. */
function isNotedMoment({ fields }: Kind, name: string): boolean {
  const field = fields.get(name);
  return field?.kind === 'instant' && field.readOnly === true;
}

/** Whether a line only tells that a record went elsewhere because what it stood in or named was removed: nobody's own change. */
const isOfRemoval = ({ kind, emptied }: Work, at: string, changes: Changes): boolean =>
  Object.entries(changes).some(([name, { from }]) => {
    const field = kind.fields.get(name);
    const since = field?.kind === 'ref' ? emptied.get(`${field.type} ${from}`) : undefined;
    return since !== undefined && at >= since;
  });

/** The values of a record as they would be, had nothing been removed in which it stood. @param lines of its history, in their order. */
function beforeRemovals(work: Work, row: Row, lines: readonly Pick<Line, 'at' | 'changes'>[]): Values {
  const values: Values = { ...fromRow(work.kind, row) };
  for (const { at, changes } of lines.toReversed()) {
    const parsed = JSON.parse(changes) as Changes;
    if (!isOfRemoval(work, at, parsed)) continue;
    for (const [name, { from, to }] of Object.entries(parsed)) if (same(values[name], to)) values[name] = from;
  }
  return values;
}

/** Those of the records that are not as the import left them; what was changed and taken back again, as by undoing a change of many, is. */
async function changedSince(work: Work, rows: readonly Row[]): Promise<Set<number>> {
  const ids = rows.map(({ id }) => id as number);
  const told = await changesOf(work, ids);
  const left = new Map<number, Values>();
  for (const { id: lineId, record_id: id, at, changes } of [...told.values()].flat()) {
    const parsed = JSON.parse(changes) as Changes;
    if (work.isMine(lineId) || isOfRemoval(work, at, parsed)) continue;
    const values = left.get(id) ?? {};
    for (const [name, { from }] of Object.entries(parsed)) if (!(name in values) && !isNotedMoment(work.kind, name)) values[name] = from;
    left.set(id, values);
  }
  const changed = rows.filter((row) => {
    const id = row.id as number;
    const lines = told.get(id) ?? [];
    const now = beforeRemovals(work, row, lines);
    // Every change raises the version by one: a higher one was raised by what the history does not tell.
    return row.version !== 1 + lines.length || Object.entries(left.get(id) ?? {}).some(([name, value]) => !same(now[name], value));
  });
  return new Set(changed.map(({ id }) => id as number));
}

/** Those of the records on which something was written since the import: a note, a call, a quote; a line that tells of changed values is none. */
async function touched({ deps, tx, kind, one }: Work, ids: readonly number[]): Promise<Set<number>> {
  const telling = reverterOf(deps, kind)?.tells ?? [];
  const rows = await tx.q
    .selectFrom('timeline_links as l')
    .innerJoin('timeline_entries as e', 'e.id', 'l.entry_id')
    .select('l.record_id')
    .distinct()
    .where('l.record_type', '=', kind.type)
    .where(inIds(deps.records.db.dialect, sql.ref('l.record_id'), ids))
    .where('e.at', '>', one.data.endedAt ?? one.at)
    .$if(telling.length > 0, (query) => query.where('e.kind', 'not in', telling))
    .execute();
  return new Set(rows.map(({ record_id }) => record_id));
}

/** Those of the records that others point at which do not lie in the bin; what they point at among themselves goes with them. */
async function pointedAt(work: Work, ids: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>();
  for (const other of work.deps.records.kinds.values()) {
    for (const pointer of pointersOf(other)) {
      const points = pointsAt(pointer, work.kind.type, (column) => among(work, column, ids));
      if (!points) continue;
      const { rows } = await sql<{ id: number }>`select distinct ${sql.ref(pointer.column)} as id from ${sql.table(other.table)}
        where ${points} and deleted_at is null${other.type === work.kind.type ? sql` and not ${among(work, 'id', ids)}` : sql``}`.execute(work.tx.q);
      for (const { id } of rows) found.add(id);
    }
  }
  return found;
}

/** Whoever may bring such records by an import may take them back. */
const mayUndo = ({ deps, actor, kind }: Work, row: Row): boolean =>
  (['import', 'delete'] as const).some((action) => reaches(deps.records, actor, kind, row, action));

async function undoCreated(work: Work, lines: readonly Line[], undone: Undone): Promise<void> {
  const { deps, tx, actor, kind } = work;
  const rows = await rowsWhere(deps.records, tx, kind, among(work, 'id', unique(lines.map((line) => line.record_id))));
  const ids = rows.map(({ id }) => id as number);
  if (ids.length === 0) return;
  const [changed, noted, used] = [await changedSince(work, rows), await touched(work, ids), await pointedAt(work, ids)];
  const gone: Row[] = [];
  for (const row of rows) {
    const id = row.id as number;
    const reason = changed.has(id) || noted.has(id) ? 'changed' : used.has(id) ? 'used' : mayUndo(work, row) ? null : 'not-yours';
    if (reason === null) gone.push(row);
    else undone.left[reason] = (undone.left[reason] ?? 0) + 1;
  }
  await removeMany(deps.records, tx, actor, kind, gone);
  await reverterOf(deps, kind)?.removed?.(tx, gone);
  undone.removed += gone.length;
}

/** Ids that a field may no longer point at, since they lie in the bin or are gone. */
async function goneTargets({ deps, tx, kind }: Work, changes: readonly Record<string, { from: unknown }>[]): Promise<(field: string, id: unknown) => boolean> {
  const gone = new Set<string>();
  for (const [name, field] of kind.fields) {
    const target = field.kind === 'ref' ? deps.records.kinds.get(field.type) : undefined;
    const ids = unique(changes.flatMap((one) => (typeof one[name]?.from === 'number' ? [one[name].from as number] : [])));
    if (field.kind !== 'ref' || ids.length === 0) continue;
    const live = target
      ? (
          await sql<{
            id: number;
          }>`select id from ${sql.table(target.table)} where ${inIds(deps.records.db.dialect, sql.ref('id'), ids)} and deleted_at is null`.execute(tx.q)
        ).rows
      : [];
    for (const id of ids) if (!live.some((row) => row.id === id)) gone.add(`${name} ${id}`);
  }
  return (field, id) => gone.has(`${field} ${id}`);
}

async function undoChanged(work: Work, lines: readonly Line[], undone: Undone): Promise<void> {
  const { deps, tx, actor, kind } = work;
  const all = unique(lines.map((line) => line.record_id));
  // What the import made goes as a whole.
  const made = new Set((await linesOf(work, all, 'created')).filter(({ id }) => work.isMine(id)).map((line) => line.record_id));
  const rows = await rowsWhere(
    deps.records,
    tx,
    kind,
    among(
      work,
      'id',
      all.filter((id) => !made.has(id)),
    ),
  );
  const parsed = lines.map((line) => ({ line, changes: JSON.parse(line.changes) as Changes }));
  const isGone = await goneTargets(
    work,
    parsed.map(({ changes }) => changes),
  );
  const changes: { before: Row; values: Values }[] = [];
  const told = await changesOf(
    work,
    rows.map(({ id }) => id as number),
  );
  for (const before of rows) {
    if (!mayUndo(work, before)) {
      undone.left['not-yours'] = (undone.left['not-yours'] ?? 0) + 1;
      continue;
    }
    const now = beforeRemovals(work, before, told.get(before.id as number) ?? []);
    const values: Values = {};
    let isWhole = true;
    // From the last change of the import to its first, each only where its value still stands.
    for (const { changes: own } of parsed.filter(({ line }) => line.record_id === before.id)) {
      for (const [name, { from, to }] of Object.entries(own)) {
        const stands = name in values ? values[name] : now[name];
        if (same(stands, to) && !isGone(name, from)) values[name] = from;
        else if (!isNotedMoment(kind, name)) isWhole = false;
      }
    }
    if (Object.keys(values).length > 0) changes.push({ before, values });
    if (isWhole) undone.restored += 1;
    else undone.left.changed = (undone.left.changed ?? 0) + 1;
  }
  const reverter = reverterOf(deps, kind);
  if (reverter?.change) await reverter.change(tx, actor, changes);
  else await changeMany(deps.records, tx, actor, kind, changes);
}

/** Takes back what stands in these lines, as far as nobody has changed it since, and counts what was left. */
export async function undoLines(deps: ImportDeps, tx: Tx, actor: Actor, one: StoredImport, lines: readonly Line[]): Promise<Undone> {
  const undone: Undone = { removed: 0, restored: 0, left: {} };
  const ranges = await rangesOf(tx, one.id);
  const emptied = await emptiedSince(tx);
  const isMine = (id: number) => ranges.some(({ first_id: first, last_id: last }) => id >= first && id <= last);
  for (const group of groups(lines)) {
    const kind = deps.records.kinds.get(group[0]?.record_type ?? '');
    if (!kind) {
      undone.left['module-off'] = (undone.left['module-off'] ?? 0) + group.length;
      continue;
    }
    const work: Work = { deps, tx, actor, one, kind, isMine, emptied };
    if (group[0]?.kind === 'created') await undoCreated(work, group, undone);
    else await undoChanged(work, group, undone);
  }
  return undone;
}
