import { type RawBuilder, sql } from 'kysely';
import type { BinEntry } from '../../contracts/core/bin.js';
import type { Page } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';
import { inIds, likeEscaped } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import { invalidField } from '../http/problem.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { isNothing, withinScope } from '../records/within.js';
import { fold } from '../search/fold.js';
import { KEPT_DAYS } from './entries.js';

const DAY_MS = 86_400_000;

/** What the actor may take back of one kind: what they may both see and delete; null when that is nothing. */
function share(ctx: RecordContext, actor: Actor, kind: Kind): RawBuilder<boolean> | null {
  const scopes = (['read', 'delete'] as const).map((action) => scopeOf(ctx, actor, kind, action));
  if (scopes.some(isNothing)) return null;
  const within = scopes.flatMap((scope) => {
    if (scope.all) return [];
    if (!scope.doors) return [inIds(ctx.db.dialect, sql.ref('owner_id'), scope.owners)];
    const row = sql`select 1 from ${sql.table(kind.table)} r where r.id = bin_entries.record_id and ${sql.join(withinScope(ctx.db.dialect, kind, scope, 'r'))}`;
    return [sql<boolean>`exists (${row})`];
  });
  return sql<boolean>`(${sql.join([sql`record_type = ${kind.type}`, ...within], sql` and `)})`;
}

/**
 * The bin as an actor may see it, newest first; the cursor is the number of the last entry shown.
 * @throws Refusal 422 for a cursor that is none.
 */
export async function listBin(
  ctx: RecordContext,
  actor: Actor,
  { type, q = '', limit = 50, after }: { type?: string; q?: string; limit?: number; after?: string },
): Promise<Page<BinEntry> & { types: string[] }> {
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  const shares = [...ctx.kinds.values()].map((kind) => ({ kind, condition: share(ctx, actor, kind) })).filter((one) => one.condition !== null);
  const types = shares.map(({ kind }) => kind.type);
  const wanted = shares.filter(({ kind }) => type === undefined || kind.type === type).map(({ condition }) => condition as RawBuilder<boolean>);
  if (wanted.length === 0) return { items: [], next: null, types };
  let query = ctx.db.read
    .selectFrom('bin_entries')
    .selectAll()
    .where(sql<boolean>`(${sql.join(wanted, sql` or `)})`);
  if (after !== undefined) query = query.where('id', '<', Number(after));
  for (const word of fold(q).split(' ').filter(Boolean).slice(0, 8))
    query = query.where(sql<boolean>`folded_title like ${`%${likeEscaped(word)}%`} escape '\\'`);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const items = shown.map((row): BinEntry => {
    const { declaration } = ctx.kinds.get(row.record_type) as Kind;
    return {
      id: row.id,
      type: row.record_type,
      recordId: row.record_id,
      title: row.title,
      deletedAt: row.deleted_at,
      deletedBy: row.deleted_by,
      purgedAt: declaration.staysInBin ? null : plusMilliseconds(row.deleted_at, KEPT_DAYS * DAY_MS),
      place: `${declaration.module}/${declaration.plural}`,
    };
  });
  return { items, next: rows.length > limit ? String(shown.at(-1)?.id) : null, types };
}

/** Instant before which what was deleted is due to be purged. */
export const purgeBefore = (now: string): string => plusMilliseconds(now, -KEPT_DAYS * DAY_MS);
