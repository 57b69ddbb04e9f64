import { sql } from 'kysely';
import type { BinUse } from '../../contracts/core/bin.js';
import type { Actor, Scope } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { invalidField } from '../http/problem.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { pointersOf, pointsAnyhow } from '../records/pointers.js';
import type { RecordRef } from '../records/record-ref.js';
import { resolveReferences } from '../records/references.js';
import { withinScope } from '../records/within.js';

const examples = 3;
const mostIds = 200;

/** At most this many of each kind are looked at. */
const mostPointers = 20;

/** Records of every kind that point at one, whoever may see them and without those in the bin: for what may be done, not to be shown. */
export async function pointersTo(ctx: RecordContext, q: Queries, { type, id }: RecordRef): Promise<RecordRef[]> {
  const found: RecordRef[] = [];
  for (const kind of ctx.kinds.values()) {
    const points = pointsAnyhow(pointersOf(kind), type, (column) => inIds(ctx.db.dialect, sql.ref(column), [id]));
    if (!points) continue;
    const { rows } = await sql<{ id: number }>`select id from ${sql.table(kind.table)}
      where ${points} and deleted_at is null order by id desc limit ${mostPointers}`.execute(q);
    found.push(...rows.map((row) => ({ type: kind.type, id: row.id })));
  }
  return found;
}

/**
 * What points at some records of one kind, as far as the actor may see it: kind by kind, the most first.
 * @param ids comma-separated. @throws Refusal 422 when they are not numbers.
 */
export async function usesOf(ctx: RecordContext, actor: Actor, type: string, ids: string): Promise<{ items: BinUse[] }> {
  const parts = ids.split(',');
  if (parts.length > mostIds) throw invalidField('ids', 'too-many-values', { max: mostIds });
  if (!parts.every((part) => /^\d{1,15}$/.test(part))) throw invalidField('ids', 'reference', { reference: ids.slice(0, 100) });
  const target = ctx.kinds.get(type);
  // Dictionaries, which have no owner, keep what points at them from being asked for: half of all records may.
  if (!target || target.ownerColumn === null) return { items: [] };
  // Only for records that the actor may see: the number of those that point at another would tell that it exists.
  const andWithin = (kind: Kind, scope: Scope) => sql.join([sql``, ...withinScope(ctx.db.dialect, kind, scope)], sql` and `);
  const scope = scopeOf(ctx, actor, target, 'read');
  const mine = andWithin(target, scope);
  const seen = (
    await sql<{ id: number }>`select id from ${sql.table(target.table)} where ${inIds(ctx.db.dialect, sql.ref('id'), parts.map(Number))}${mine}`.execute(
      ctx.db.read,
    )
  ).rows.map(({ id }) => id);
  const among = (column: string) => inIds(ctx.db.dialect, sql.ref(column), seen);
  const items: BinUse[] = [];
  for (const kind of ctx.kinds.values()) {
    const points = pointsAnyhow(pointersOf(kind), type, among);
    if (!points) continue;
    const reach = scopeOf(ctx, actor, kind, 'read');
    if (!reach.all && kind.ownerColumn === null) continue;
    const within = andWithin(kind, reach);
    const where = sql`from ${sql.table(kind.table)} where ${points} and deleted_at is null${within}`;
    const n = (await sql<{ n: number }>`select count(*) as n ${where}`.execute(ctx.db.read)).rows[0]?.n ?? 0;
    if (n === 0) continue;
    const { rows } = await sql<{ id: number }>`select id ${where} order by id desc limit ${examples}`.execute(ctx.db.read);
    const some = await resolveReferences(
      ctx,
      actor,
      rows.map(({ id }) => ({ type: kind.type, id })),
    );
    items.push({ type: kind.type, count: n, some });
  }
  return { items: items.sort((a, b) => b.count - a.count) };
}
