import type { BulkReason, BulkRecord, BulkRun } from '../../contracts/core/bulk.js';
import type { Page } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';
import { resolveReferences } from '../records/references.js';
import type { BulkDeps } from './behaviour.js';
import { fromRunRow, leftIds, type StoredRun, toRuns } from './store.js';

/** One's own runs, newest first; `after` is the number of the last one shown. */
export async function listRuns({ services: { db }, records }: BulkDeps, actor: Actor, after: number | null, limit: number): Promise<Page<BulkRun>> {
  let query = db.read
    .selectFrom('bulk_runs')
    .selectAll()
    .where('person_id', '=', actor.personId ?? 0)
    .where('state', '<>', 'taking');
  if (after !== null) query = query.where('id', '<', after);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return {
    items: await toRuns(db.read, db.dialect, records.kinds, shown.map(fromRunRow)),
    next: rows.length > limit ? String(shown.at(-1)?.id) : null,
  };
}

type Changes = BulkRecord['changes'];

async function doneAfter({ services: { db } }: BulkDeps, { id, data }: StoredRun, at: number, limit: number): Promise<[number, Changes][]> {
  const items = await db.read
    .selectFrom('bulk_items')
    .select(['record_id', 'changes'])
    .where('run_id', '=', id)
    .where('record_id', '>', at)
    .orderBy('record_id')
    .limit(limit)
    .execute();
  return items.map(({ record_id, changes }) => [
    record_id,
    data.request.action === 'delete' || data.request.action === 'plan' ? null : (JSON.parse(changes) as Changes),
  ]);
}

/** The records of a run by their ids: what it did, or what it left for a reason; what the actor may not see now has no title and tells no values. */
export async function recordsOf(
  deps: BulkDeps,
  actor: Actor,
  run: StoredRun,
  left: BulkReason | undefined,
  after: number,
  limit: number,
): Promise<Page<BulkRecord>> {
  const { services, records } = deps;
  const found =
    left === undefined
      ? await doneAfter(deps, run, after, limit + 1)
      : (await leftIds(services.db.read, run.id, left, after, limit + 1)).map((id): [number, Changes] => [id, null]);
  const shown = found.slice(0, limit);
  const references = await resolveReferences(
    records,
    actor,
    shown.map(([id]) => ({ type: run.recordType, id })),
  );
  return {
    items: references.map((reference, n) => ({ reference, changes: reference.title === null ? null : (shown[n]?.[1] ?? null) })),
    next: found.length > limit ? String(shown.at(-1)?.[0]) : null,
  };
}
