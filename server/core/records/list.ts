import { setImmediate as turn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Page } from '../../contracts/core/endpoint.js';
import { type Actor, everything, type Scope } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { matches } from '../search/match.js';
import { type Action, type RecordContext, scopeOf } from './context.js';
import { addTotals, type Totals, totalsByStage } from './counters.js';
import type { Filter } from './filter.js';
import { condition, type ListRequest, parseListRequest } from './filters.js';
import { IdSet } from './id-set.js';
import { columnOf, type Kind, type Values } from './kind.js';
import { decodeCursor, encodeCursor, type Position } from './list-cursor.js';
import { walk } from './list-walk.js';
import { viewpointOf } from './relative.js';
import { rowsAsJson } from './rows-as-json.js';
import { isNothing, soonestWithin } from './within.js';

/**
 * Lists are built for a million rows: ids by walking an index in the order of the list, never by sorting; the rows of one
 * page as JSON made by the database. For every sortable field the migration gives two indexes: `<table>_by_<column>`
 * (column, id, owner) and `<table>_by_owner_<column>` (owner, column, id).
 */

/** A scope of at most so many owners is read as one short walk per owner, merged; a wider one as a filtered walk. */
const mostWalks = 24;

/** That a record is not over, where filters ask for such alone: what is open is a small part of what there is, and has an index of its own. */
function openOnly(kind: Kind, filters: readonly Filter[]): RawBuilder<boolean>[] {
  const { ends } = kind.declaration;
  const isOpen = ({ field, operator, value }: Filter) =>
    field === ends?.field && (operator === 'eq' || operator === 'in') && [value].flat().every((one) => ends.open.includes(String(one)));
  return ends && filters.some(isOpen) ? [sql<boolean>`${sql.ref(columnOf(ends.at))} is null`] : [];
}

/** The conditions of a list apart from rights: its filters and its search words. */
export function conditionsOf(db: Database, kind: Kind, filters: readonly Filter[], q: string | null): RawBuilder<boolean>[] {
  const where = [...filters.map((filter) => condition(db.dialect, kind, filter)), ...openOnly(kind, filters)];
  const match = q === null ? null : matches(db.dialect, q);
  if (match) where.push(sql<boolean>`${sql.ref('id')} in (select e.record_id from search_entries e where e.record_type = ${kind.type} and ${match})`);
  return where;
}

/** What an actor may see of what a request finds: all of it where it asks for no more than one record holds that lets them in. */
function scopeWithin(ctx: RecordContext, actor: Actor, kind: Kind, filters: readonly Filter[]): Scope {
  const scope = scopeOf(ctx, actor, kind, 'read');
  if (scope.all || !scope.doors) return scope;
  const { containers } = scope.doors;
  const isInside = ({ field, operator, value }: Filter) =>
    field === kind.declaration.container && operator === 'eq' && typeof value === 'number' && containers.includes(value);
  return filters.some(isInside) ? everything : scope;
}

/**
 * Ids of one page, in order, one more than `limit` when there are more.
 * @param isWalk an index holds what the conditions find, in the order that is asked for.
 */
async function pageOfIds(db: Database, kind: Kind, scope: Scope, request: ListRequest, isWalk = false): Promise<Position[]> {
  if (isNothing(scope)) return [];
  const after = request.after === null ? null : decodeCursor(kind, request.sort, request.after);
  const conditions = conditionsOf(db, kind, request.filters, request.q);
  const free = conditions.length === 0;
  const column = columnOf(request.sort.field);
  const shape = { kind, column, descending: request.sort.descending, limit: request.limit + 1 };
  if (free && column !== 'id' && !scope.all && !scope.doors && kind.ownerColumn !== null && scope.owners.length <= mostWalks)
    return walk(db, db.read, { ...shape, owners: scope.owners, where: [], index: `${kind.table}_by_owner_${column}` }, after);
  const { where, isGathered } = await soonestWithin(db, kind, scope);
  const index = free && !isGathered && column !== 'id' ? `${kind.table}_by_${column}` : null;
  // With conditions nobody knows how many records have to be looked at.
  const handle = free || (isWalk && scope.all) ? db.read : db.readAside;
  return walk(db, handle, { ...shape, owners: null, where: [...where, ...conditions], index, isGathered }, after);
}

/** How many records the request finds in all, and the sums of the kind's sum field by currency. */
async function totalsOf(db: Database, kind: Kind, scope: Scope, request: ListRequest): Promise<Totals> {
  const idsOf = (filter: Filter) => ((filter.operator === 'eq' ? [filter.value] : filter.value) as number[]).map(Number);
  const counted = (name: string | undefined) => (filter: Filter) => filter.field === name && (filter.operator === 'eq' || filter.operator === 'in');
  const [stage, owner] = [request.filters.find(counted(kind.declaration.stage)), request.filters.find(counted(kind.declaration.owner))];
  const onlyCounted = request.q === null && request.filters.every((filter) => filter === stage || filter === owner);
  if (onlyCounted && (scope.all || kind.ownerColumn !== null)) {
    const only = { ...(stage ? { stages: idsOf(stage) } : {}), ...(owner ? { owners: idsOf(owner) } : {}) };
    return addTotals((await totalsByStage(db, kind, scope, only)).values());
  }
  const within = await soonestWithin(db, kind, scope);
  const where = sql.join([sql`deleted_at is null`, ...within.where, ...conditionsOf(db, kind, request.filters, request.q)], sql` and `);
  if (kind.sumColumn === null) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(kind.table)} where ${where}`.execute(db.readAside);
    return { count: rows[0]?.n ?? 0, sums: [] };
  }
  const sum = sql.ref(kind.sumColumn);
  const { rows } = await sql<{ currency: string | null; n: number; summed: number; amount: number | null }>`
    select case when ${sum} is null then null else currency end as currency, count(*) as n, count(${sum}) as summed, sum(${sum}) as amount
    from ${sql.table(kind.table)} where ${where} group by 1`.execute(db.readAside);
  return {
    count: rows.reduce((n, row) => n + row.n, 0),
    sums: rows.filter((row) => row.summed > 0).map((row) => ({ currency: String(row.currency), count: row.summed, amount: Number(row.amount) })),
  };
}

/** A page whose records are the JSON texts that the database made: none is taken apart and put together again on its way to the socket. */
interface TextPage {
  items: string;
  next: string | null;
  /** Only where the query asks for them. */
  totals: Totals | null;
}

/** @param isWalk see {@link pageOfIds}. */
export async function pageOf(ctx: RecordContext, actor: Actor, kind: Kind, query: Record<string, unknown>, isWalk = false): Promise<TextPage> {
  const request = parseListRequest(kind, query, viewpointOf(ctx, actor));
  if (request.q !== null) await ctx.search.catchUp();
  const scope = scopeWithin(ctx, actor, kind, request.filters);
  const positions = await pageOfIds(ctx.db, kind, scope, request, isWalk);
  const shown = positions.slice(0, request.limit);
  const last = shown.at(-1);
  const next = positions.length > request.limit && last ? encodeCursor(request.sort, last) : null;
  const rows = await rowsAsJson(
    ctx.db,
    ctx.db.read,
    kind,
    shown.map((position) => position.id),
  );
  return { items: `[${rows.join(',')}]`, next, totals: request.total ? await totalsOf(ctx.db, kind, scope, request) : null };
}

/** Ids of the first records that a list finds, in its order: one more than `most` where there are more. */
export async function firstIds(ctx: RecordContext, actor: Actor, kind: Kind, query: Record<string, unknown>, most: number): Promise<number[]> {
  const request = parseListRequest(kind, query, viewpointOf(ctx, actor));
  if (request.q !== null) await ctx.search.catchUp();
  const positions = await pageOfIds(ctx.db, kind, scopeWithin(ctx, actor, kind, request.filters), { ...request, limit: most });
  return positions.map(({ id }) => id);
}

/** Answers a list as the JSON text of a {@link Page}. */
export async function listJson(ctx: RecordContext, actor: Actor, kind: Kind, query: Record<string, unknown>): Promise<string> {
  const { items, next, totals } = await pageOf(ctx, actor, kind, query);
  const tail = totals ? `,"total":${totals.count},"sums":${JSON.stringify(totals.sums)}` : '';
  return `{"items":${items},"next":${JSON.stringify(next)}${tail}}`;
}

/** Ids at once, so that a million of them are not taken in without a pause. */
const foundAtOnce = 10_000;

/** The records that hold all words of `q`; null where it holds none. */
async function idsFound(db: Database, kind: Kind, q: string): Promise<IdSet | null> {
  const match = matches(db.dialect, q);
  if (!match) return null;
  const list = db.dialect === 'sqlite' ? sql`json_group_array(id)` : sql`json_agg(id)::text`;
  const { rows } = await sql<{ ids: string }>`select ${list} as ids from (
      select e.record_id as id, (row_number() over () - 1) / ${sql.lit(foundAtOnce)} as piece from search_entries e where e.record_type = ${kind.type} and ${match}
    ) as found group by piece`.execute(db.readAside);
  const found = new IdSet();
  for (const { ids } of rows) {
    for (const id of JSON.parse(ids) as number[]) found.add(id);
    await turn();
  }
  return found;
}

/**
 * All that a list finds, page by page in its order, walking its index from where the last page ended.
 * @param action whose scope must cover the records too, besides the right to read them.
 */
export async function* eachPage(
  ctx: RecordContext,
  actor: Actor,
  kind: Kind,
  action: Action,
  query: Record<string, unknown>,
  size: number,
): AsyncGenerator<Values[]> {
  const { filters, q, sort } = parseListRequest(kind, query, viewpointOf(ctx, actor));
  const column = columnOf(sort.field);
  const where = [
    ...(await soonestWithin(ctx.db, kind, scopeOf(ctx, actor, kind, 'read'))).where,
    ...(await soonestWithin(ctx.db, kind, scopeOf(ctx, actor, kind, action))).where,
    ...conditionsOf(ctx.db, kind, filters, null),
  ];
  // Words are searched for once: as a condition of each page they would be searched for as often as there are pages.
  if (q !== null) await ctx.search.catchUp();
  const found = q === null ? null : await idsFound(ctx.db, kind, q);
  // Each page a sort of its own would cost as many sorts as there are pages.
  const index = column === 'id' ? null : `${kind.table}_by_${column}`;
  const shape = { kind, column, descending: sort.descending, limit: size, owners: null, where, index };
  for (let after: Position | null = null; ; ) {
    const positions: Position[] = await walk(ctx.db, ctx.db.readAside, shape, after);
    const rows = await rowsAsJson(
      ctx.db,
      ctx.db.readAside,
      kind,
      positions.map(({ id }) => id).filter((id) => found === null || found.has(id)),
    );
    if (rows.length > 0) yield rows.map((row) => JSON.parse(row) as Values);
    if (positions.length < size) return;
    after = positions.at(-1) ?? null;
  }
}

/** {@link listJson} for callers inside the portal. */
export async function list<T = Values>(ctx: RecordContext, actor: Actor, kind: Kind, query: Record<string, unknown>): Promise<Page<T>> {
  return JSON.parse(await listJson(ctx, actor, kind, query)) as Page<T>;
}
