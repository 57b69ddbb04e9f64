import { sql } from 'kysely';
import type { KeptDetail, KeptField, KeptQuery, KeptRecord, KeptRef } from '../../contracts/core/time-machine.js';
import type { Database } from '../db/database.js';
import { inIds, likeEscaped } from '../db/fragments.js';
import { storedTable } from '../db/stored-table.js';
import { notFound } from '../http/problem.js';
import type { PartTable } from '../kernel/manifest.js';
import type { Registry } from '../kernel/registry.js';
import type { CatalogEntry } from '../modules/entry.js';
import { personType } from '../privacy/subject.js';
import { columnOf, fromRow, type Kind, type Row } from '../records/kind.js';
import { pointersOf, pointsAnyhow } from '../records/pointers.js';
import { fold } from '../search/fold.js';
import { aroundOf, missingNow, rowsOf } from './around.js';
import { returnOf } from './bring-back.js';
import { type Compared, comingFields, comparedColumns, compareKind, differs, goneSince, rowsWithIds, stateOf } from './compare.js';
import { type Erased, erasedSince, shownTitle } from './erased.js';

/** Records of a kind as they are shown at a time. */
const pageSize = 50;
/** Milliseconds for which a comparison of a whole kind holds. */
const holdsMs = 10_000;

/** The backup beside the portal. */
export interface Beside {
  past: Database;
  live: Database;
  kinds: ReadonlyMap<string, Kind>;
  registry: Registry;
  parts: readonly PartTable[];
  catalog: readonly CatalogEntry[];
  /** When the backup was made. */
  created: string;
}

interface Known extends Compared {
  at: number;
  gone: Map<number, string>;
}
const known = new WeakMap<Database, Map<string, Promise<Known>>>();

/** What was compared is compared anew the next time it is asked for. */
export const forgetCompared = (past: Database): void => void known.delete(past);

const erasedBeside = ({ past, live, catalog }: Beside) => erasedSince(past, live, catalog);

/** A kind of record in the backup compared with the portal; held for a moment, for it is asked for page by page. */
export async function comparedOf(beside: Beside, kind: Kind): Promise<Known> {
  const all = known.get(beside.past) ?? new Map<string, Promise<Known>>();
  known.set(beside.past, all);
  const present = await all.get(kind.type)?.catch(() => undefined);
  if (present && Date.now() - present.at < holdsMs) return present;
  const anew = (async () => ({
    ...(await compareKind(beside.past, beside.live, kind, returnOf(beside.registry, kind.type), await erasedBeside(beside))),
    gone: await goneSince(beside.live, kind, beside.created),
    at: Date.now(),
  }))();
  all.set(kind.type, anew);
  return anew;
}

const kindOf = ({ kinds }: Beside, type: string): Kind => {
  const kind = kinds.get(type);
  if (!kind) throw notFound();
  return kind;
};

/** Part of a title in any case, of what is found by words, or a number. */
function matching({ past }: Beside, kind: Kind, q: string) {
  const like = (text: string) => `%${likeEscaped(text)}%`;
  const title = sql<boolean>`lower(${sql.ref(columnOf(kind.declaration.title))}) like ${like(q.toLowerCase())} escape '\\'`;
  const words = sql<boolean>`id in (select record_id from search_entries where record_type = ${kind.type} and words like ${like(fold(q))} escape '\\')`;
  const number = /^#?\d{1,15}$/.test(q) ? [inIds(past.dialect, sql.ref('id'), [Number(q.replace('#', ''))])] : [];
  return sql<boolean>`(${sql.join([title, words, ...number], sql` or `)})`;
}

/** Whoever was erased is not found by what they were called. */
const notErased = (erased: Erased, type: string) => sql<boolean>`not ${inIds('sqlite', sql.ref('id'), [...erased.own(type)])}`;

const isAway = (state: string): boolean => state === 'gone' || state === 'bin';

/**
 * Records of one kind in the backup, the newest first: all, those that are gone since, or those that are different now.
 * @param span instants between which they went, were changed, or (all) were changed last before the backup.
 * @throws Refusal 404 where there is no such kind.
 */
export async function listKept(
  beside: Beside,
  { type, q = '', show = 'all', after }: Pick<KeptQuery, 'type' | 'q' | 'show' | 'after'>,
  span: { from?: string; to?: string },
): Promise<{ items: KeptRecord[]; next: number | null }> {
  const kind = kindOf(beside, type);
  const compared = await comparedOf(beside, kind);
  const within = (at: string | undefined) =>
    (span.from === undefined || (at ?? '') >= span.from) && (span.to === undefined || (at !== undefined && at < span.to));
  const where = [sql<boolean>`deleted_at is null`];
  if (show === 'gone') {
    const ids = [...compared.away].filter(([id, state]) => isAway(state) && within(compared.gone.get(id))).map(([id]) => id);
    where.push(inIds('sqlite', sql.ref('id'), ids));
  } else if (show === 'changed') {
    const ids = [...compared.changed].filter(([, at]) => within(at)).map(([id]) => id);
    where.push(inIds('sqlite', sql.ref('id'), ids));
  } else {
    if (span.from !== undefined) where.push(sql<boolean>`updated_at >= ${span.from}`);
    if (span.to !== undefined) where.push(sql<boolean>`updated_at < ${span.to}`);
  }
  const erased = await erasedBeside(beside);
  if (q.trim() !== '') where.push(matching(beside, kind, q.trim()), notErased(erased, type));
  if (after !== undefined) where.push(sql<boolean>`id < ${after}`);
  const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${sql.join(where, sql` and `)} order by id desc
    limit ${sql.lit(pageSize + 1)}`.execute(beside.past.readAside);
  const items = rows.slice(0, pageSize).map((row): KeptRecord => {
    const id = row.id as number;
    const state = compared.away.get(id) ?? (compared.changed.has(id) ? 'changed' : 'same');
    return {
      type,
      id,
      title: shownTitle(erased, kind, { type, id }, row),
      state,
      updatedAt: row.updated_at as string,
      since: isAway(state) ? (compared.gone.get(id) ?? null) : (compared.changed.get(id) ?? null),
    };
  });
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

/** How many records are part of one, such as activities. */
async function partsOf({ past, kinds }: Beside, { type, id }: KeptRef): Promise<number> {
  let count = 0;
  for (const kind of kinds.values()) {
    const points = pointsAnyhow(pointersOf(kind, ['partOf']), type, (column) => inIds(past.dialect, sql.ref(column), [id]));
    if (!points) continue;
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(kind.table)} where ${points} and deleted_at is null`.execute(
      past.readAside,
    );
    count += rows[0]?.n ?? 0;
  }
  return count;
}

const besideKinds: Readonly<Record<string, string>> = { [personType]: 'people', 'core.file': 'files' };

/** What is named was called then, by the backup; whoever was erased since is left to what the portal says of them. */
async function namesOf({ past, kinds }: Beside, erased: Erased, named: readonly KeptRef[]): Promise<KeptDetail['names']> {
  const found: KeptDetail['names'] = [];
  for (const type of new Set(named.map((one) => one.type))) {
    const kind = kinds.get(type);
    const [table, column] = kind ? [kind.table, columnOf(kind.declaration.title)] : [besideKinds[type], 'name'];
    if (table === undefined || !(await storedTable(past, table))) continue;
    const ids = named.filter((one) => one.type === type).map(({ id }) => id);
    const { rows } = await sql<{ id: number; title: string | null }>`select id, ${sql.ref(column)} as title from ${sql.table(table)}
      where ${inIds(past.dialect, sql.ref('id'), ids)}`.execute(past.readAside);
    for (const { id, title } of rows) if (title !== null && !erased.own(type).has(id)) found.push({ type, id, title: erased.without({ type, id }, title) });
  }
  return found;
}

/** Records, people and files that fields name by number. */
const namedBy = (fields: readonly KeptField[]): KeptRef[] =>
  fields.flatMap(({ field, was }): KeptRef[] => {
    const ids = (field.kind === 'people' ? (was as number[]) : [was]).filter((id): id is number => typeof id === 'number');
    const type =
      field.kind === 'ref' ? field.type : field.kind === 'person' || field.kind === 'people' ? personType : field.kind === 'file' ? 'core.file' : null;
    return type === null ? [] : ids.map((id) => ({ type, id }));
  });

/** One record as the backup has it, field by field beside what it is now, and what hangs on it. @throws Refusal 404. */
export async function keptDetail(beside: Beside, { type, id }: KeptRef): Promise<KeptDetail> {
  const { past, live, registry } = beside;
  const kind = kindOf(beside, type);
  const was = (await rowsWithIds(past, kind.table, [id])).get(id);
  if (!was || was.deleted_at !== null) throw notFound();
  const is = (await rowsWithIds(live, kind.table, [id])).get(id);
  const own = returnOf(registry, type);
  const coming = new Set(comingFields(kind, own));
  const erased = await erasedBeside(beside);
  // Of whoever was erased nothing is shown; of what named them, all but that.
  const isErased = erased.own(type).has(id);
  const rough = stateOf(was, is, isErased);
  const state = rough === 'changed' && is && !differs(comparedColumns(kind, own), erased.row({ type, id }, was), is) ? 'same' : rough;
  const [before, now] = [fromRow(kind, was), is && state !== 'other' ? fromRow(kind, is) : undefined];
  const without = <T>(value: T): T => JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'string' ? erased.without({ type, id }, one) : one)) as T;
  const fields = (isErased ? [] : [...kind.fields]).map(([name, field]): KeptField => {
    const then = without(before[name]);
    const differsNow = now !== undefined && JSON.stringify(then) !== JSON.stringify(now[name]);
    return { name, field, was: then, ...(now ? { now: now[name] } : {}), differs: differsNow, comes: coming.has(name) };
  });
  const around = await aroundOf(past, beside.parts, { type, id });
  const files = isErased ? [] : rowsOf(around, 'files').filter((row) => row.removed_at === null);
  const entries = (isErased ? [] : [...rowsOf(around, 'timeline_entries')]).sort((a, b) => (b.id as number) - (a.id as number)).slice(0, 50);
  const said = new Map(rowsOf(around, 'comments').map((row) => [row.entry_id, row]));
  const missing = await missingNow(live, around);
  const since = isAway(state) ? ((await goneSince(live, kind, beside.created)).get(id) ?? null) : state === 'changed' ? (is?.updated_at as string) : null;
  const timeline = entries
    .filter(({ id: entry }) => said.get(entry as number)?.deleted_at == null)
    .map((entry) => ({
      id: entry.id as number,
      at: entry.at as string,
      actorId: entry.actor_id as number | null,
      kind: entry.kind as string,
      text: without((said.get(entry.id as number)?.words ?? entry.text ?? null) as string | null),
      data: without(JSON.parse(entry.data as string) as Record<string, unknown>),
      recordType: entry.record_type as string,
      recordId: entry.record_id as number,
    }));
  const actors = timeline.flatMap(({ actorId }) => (actorId === null ? [] : { type: personType, id: actorId }));
  return {
    type,
    id,
    title: shownTitle(erased, kind, { type, id }, was),
    state,
    updatedAt: was.updated_at as string,
    since,
    fields,
    around: {
      comments: rowsOf(around, 'comments').filter((row) => row.deleted_at === null).length,
      files: files.length,
      fileBytes: files.reduce((sum, { size }) => sum + (size as number), 0),
      history: rowsOf(around, 'record_history').length,
      timeline: rowsOf(around, 'timeline_links').length,
      mails: rowsOf(around, 'mails').length,
      parts: await partsOf(beside, { type, id }),
      rows: around.filter(({ isPart }) => isPart).reduce((sum, { rows }) => sum + rows.length, 0),
      missing: { comments: missing.comments.length, files: missing.files.length, rows: missing.rows.length },
    },
    timeline,
    files: files.map(({ id: file, name, size }) => ({ id: file as number, name: name as string, size: size as number })),
    names: await namesOf(beside, erased, [...namedBy(fields), ...actors]),
  };
}
