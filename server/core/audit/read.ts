import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { AuditEntry, AuditFilter } from '../../contracts/core/audit.js';
import type { Page } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import type { Tables } from '../db/tables.js';
import { invalidField } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { entriesWith } from './matching.js';
import { actionInWords, targetsInWords } from './words.js';

type Row = Selectable<Tables['audit']>;

function instant(path: string, value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw invalidField(path, 'invalid');
  return new Date(at).toISOString();
}

/** Entries below `before`, newest first. @param matching see entriesWith. @throws Refusal 422 naming the parameter. */
export async function entriesBelow(
  q: Queries,
  before: number | null,
  limit: number,
  { personId, action, target, from, to }: AuditFilter,
  matching: RawBuilder<boolean> | null,
): Promise<Row[]> {
  let query = q.selectFrom('audit').selectAll();
  if (before !== null) query = query.where('id', '<', before);
  if (personId !== undefined) query = query.where('actor_id', '=', personId);
  if (action !== undefined) query = query.where('action', '=', action);
  // From `core.role` to the sign after `:`, which an index can walk.
  if (target !== undefined)
    query = /:\d+$/.test(target) ? query.where('target', '=', target) : query.where('target', '>=', target).where('target', '<', `${target};`);
  if (from !== undefined) query = query.where('at', '>=', instant('from', from));
  if (to !== undefined) query = query.where('at', '<=', instant('to', to));
  if (matching !== null) query = query.where(matching);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** Rows of the log as the actor reads them. */
export async function inWords(records: RecordContext, actor: Actor, rows: readonly Row[]): Promise<AuditEntry[]> {
  const targets = await targetsInWords(
    records,
    actor,
    rows.flatMap(({ target }) => target ?? []),
  );
  const people = rows.flatMap(({ actor_id }) => actor_id ?? []);
  const named = await records.db.read
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inIds(records.db.dialect, sql.ref('id'), [...new Set(people)]))
    .execute();
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    actor: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
    action: row.action,
    what: actionInWords(row.action, actor.language),
    target: row.target,
    record: row.target === null ? null : (targets.get(row.target) ?? null),
    data: JSON.parse(row.data),
    hash: row.hash,
  }));
}

/** A page of the log; the cursor is the number of the last entry shown. @throws Refusal 422 for a cursor that is none. */
export async function listAudit(
  records: RecordContext,
  actor: Actor,
  { limit = 100, after, ...filter }: AuditFilter & { limit?: number; after?: string },
): Promise<Page<AuditEntry>> {
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  const matching = await entriesWith(records, actor, filter.q ?? '');
  const rows = await entriesBelow(records.db.readAside, after === undefined ? null : Number(after), limit + 1, filter, matching);
  const shown = rows.slice(0, limit);
  return { items: await inWords(records, actor, shown), next: rows.length > limit ? String(shown.at(-1)?.id) : null };
}
