import { type RawBuilder, sql } from 'kysely';
import type { BulkPreview, BulkReason, BulkRequest } from '../../contracts/core/bulk.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import { invalidField } from '../http/problem.js';
import { type Action, type RecordContext, scopeOf } from '../records/context.js';
import { parseListRequest } from '../records/filters.js';
import { type Kind, toRow } from '../records/kind.js';
import { conditionsOf } from '../records/list.js';
import { viewpointOf } from '../records/relative.js';
import { withinScope } from '../records/within.js';
import type { BulkTarget, Unfit } from './behaviour.js';

/** As many as a person ticks by hand; more are said by a query. */
const mostIds = 1000;

/** Which records a bulk action is about, as conditions on their table. */
export interface Selection {
  /** What can be seen. */
  seen: RawBuilder<boolean>[];
  /** Of these, what was asked for. */
  asked: RawBuilder<boolean>[];
  /** Of these, what the actor may change. */
  allowed: RawBuilder<boolean>[];
  /** Of these, what has the values already. */
  asItIs: RawBuilder<boolean> | null;
  unfit: readonly Unfit[];
}

export const actionOf = (request: Pick<BulkRequest, 'action'>): Action => (request.action === 'delete' ? 'delete' : 'change');

/** @throws Refusal 422 on `ids` or on a parameter of `query`. */
export function select(ctx: RecordContext, actor: Actor, kind: Kind, request: BulkRequest, target: BulkTarget): Selection {
  if ((request.ids === undefined) === (request.query === undefined)) throw invalidField('ids', 'one-of-both');
  if (request.ids && request.ids.length > mostIds) throw invalidField('ids', 'too-many', { max: mostIds });
  const { filters, q } = parseListRequest(kind, request.query ?? {}, viewpointOf(ctx, actor));
  const same = Object.entries(toRow(kind, target.values)).map(([column, value]) => sql`${sql.ref(column)} is not distinct from ${value}`);
  return {
    seen: [sql<boolean>`deleted_at is null`, ...withinScope(ctx.db.dialect, kind, scopeOf(ctx, actor, kind, 'read'))],
    asked: [...conditionsOf(ctx.db, kind, filters, q), ...(request.ids ? [inIds(ctx.db.dialect, sql.ref('id'), request.ids)] : [])],
    allowed: withinScope(ctx.db.dialect, kind, scopeOf(ctx, actor, kind, actionOf(request))),
    asItIs: request.action === 'change' ? sql<boolean>`(${sql.join(same, sql` and `)})` : (target.asItIs ?? null),
    unfit: target.unfit ?? [],
  };
}

const all = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
const no = sql<boolean>`1 = 0`;

/** What of the records that can be seen would change. */
export const changeable = ({ seen, allowed, asItIs, unfit }: Selection): RawBuilder<boolean> =>
  all([...seen, ...allowed, ...(asItIs ? [sql<boolean>`not ${asItIs}`] : []), ...unfit.map(({ where }) => sql<boolean>`not ${where}`)]);

/** Why each of those that are left is left, as SQL: the first reason that holds; null for what changes. */
const reasonOf = ({ allowed, unfit, asItIs }: Selection): RawBuilder<BulkReason | null> =>
  sql`case when not ${all(allowed)} then 'no-right' ${sql.join(
    unfit.map(({ reason, where }) => sql`when ${where} then ${sql.lit(reason)}`),
    sql` `,
  )} when ${asItIs ?? no} then 'as-it-is' end`;

/** How many change, and why the others do not: each is counted once, by the first reason that holds. */
export async function preview(ctx: RecordContext, kind: Kind, request: BulkRequest, selection: Selection): Promise<BulkPreview> {
  const { rows } = await sql<{ reason: BulkReason | null; count: number }>`
    select reason, count(*) as count from (
      select ${reasonOf(selection)} as reason from ${sql.table(kind.table)} where ${all([...selection.seen, ...selection.asked])}
    ) as reasoned group by reason`.execute(ctx.db.readAside);
  const countOf = (reason: BulkReason | null) => Number(rows.find((row) => row.reason === reason)?.count ?? 0);
  const reasons: BulkReason[] = ['no-right', ...selection.unfit.map(({ reason }) => reason), 'as-it-is'];
  const left = reasons
    .map((reason) => ({ reason, count: countOf(reason), ...(reason === 'no-right' ? { permission: `${kind.type}.${actionOf(request)}` } : {}) }))
    .filter(({ count }) => count > 0);
  const ready = countOf(null);
  return { total: left.reduce((sum, { count }) => sum + count, ready), ready, left };
}

/** The ids of some records, ascending. */
export interface TakenIds {
  last: number;
  n: number;
  /** As a JSON array. */
  ids: string;
}

/** The ids of some records that are left for the same reason. */
export interface LeftIds {
  reason: BulkReason;
  last: number;
  ids: string;
}

/** Ids a piece. */
const pieceSize = 500;

/** Those that are asked for and would not change, with the reason; as {@link takeIds}. */
export async function takeLeft(ctx: RecordContext, kind: Kind, selection: Selection): Promise<LeftIds[]> {
  const { rows } = await sql<LeftIds>`select reason, max(id) as last, ${idList(ctx)} as ids from (
      select id, reason, (row_number() over (partition by reason order by id) - 1) / ${sql.lit(pieceSize)} as piece from (
        select id, ${reasonOf(selection)} as reason from ${sql.table(kind.table)}
        where ${all([...selection.seen, ...selection.asked])} and not ${changeable(selection)}
      ) as reasoned
    ) as taken group by reason, piece order by 1, 2`.execute(ctx.db.readAside);
  return rows;
}

const idList = (ctx: RecordContext) => (ctx.db.dialect === 'sqlite' ? sql`json_group_array(id)` : sql`json_agg(id)::text`);

/** Those that are asked for and would change, by one statement: all of one moment, however many there are. */
export async function takeIds(ctx: RecordContext, kind: Kind, selection: Selection): Promise<TakenIds[]> {
  const { rows } = await sql<TakenIds>`select max(id) as last, count(*) as n, ${idList(ctx)} as ids from (
      select id, (row_number() over (order by id) - 1) / ${sql.lit(pieceSize)} as piece from ${sql.table(kind.table)}
      where ${all([changeable(selection), ...selection.asked])}
    ) as taken group by piece order by 1`.execute(ctx.db.readAside);
  return rows;
}
