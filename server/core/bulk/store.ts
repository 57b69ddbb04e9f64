import { sql } from 'kysely';
import type { BulkLeft, BulkReason, BulkRequest, BulkRun } from '../../contracts/core/bulk.js';
import type { Dialect, Queries, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { differencesOf } from '../records/change.js';
import type { Kind } from '../records/kind.js';
import type { RecordRef } from '../records/record-ref.js';
import type { Changed } from './behaviour.js';
import type { LeftIds, TakenIds } from './select.js';

/** By person: how many records, and which last. */
export type Handed = Record<string, { count: number; id: number; title: string }>;

/** How far a run is; in step with the records, because it changes in the same transaction. */
export interface BulkData {
  request: BulkRequest;
  left: BulkLeft[];
  total: number;
  /** The record up to which all is done. */
  at: number;
  done: number;
  changed: number;
  /** Who was given how many records, and which last. */
  received: Handed;
  /** Who had how many of them until then; unknown for a run from before this was noted. */
  lost?: Handed;
  /** It goes on after the answer, and its end is told. */
  isLong: boolean;
  /** What the records left because it went, such as a stage: it comes back when the run is taken back. */
  emptied?: RecordRef;
}

export interface StoredRun {
  id: number;
  at: string;
  personId: number;
  recordType: string;
  action: BulkRun['action'];
  /** `taking` while what it is about is written down; it comes to nothing if that is interrupted. */
  state: BulkRun['state'] | 'taking';
  undoOf: number | null;
  data: BulkData;
}

export interface RunRow {
  id: number;
  at: string;
  person_id: number;
  record_type: string;
  action: string;
  state: string;
  undo_of: number | null;
  data: string;
}

export const fromRunRow = (row: RunRow): StoredRun => ({
  id: row.id,
  at: row.at,
  personId: row.person_id,
  recordType: row.record_type,
  action: row.action as StoredRun['action'],
  state: row.state as StoredRun['state'],
  undoOf: row.undo_of,
  data: JSON.parse(row.data) as BulkData,
});

export async function readRun(q: Queries, id: number): Promise<StoredRun | undefined> {
  const row = await q.selectFrom('bulk_runs').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRunRow(row);
}

/** Writes down a part of what a run is about. */
export const keepIds = (tx: Tx, runId: number, pieces: readonly TakenIds[]): Promise<void> =>
  tx.insertMany(
    'bulk_ids',
    pieces.map(({ last, ids }) => ({ run_id: runId, last_id: last, ids })),
  );

/** Writes down what a run leaves as it is. */
export const keepLeft = (tx: Tx, runId: number, pieces: readonly LeftIds[]): Promise<void> =>
  tx.insertMany(
    'bulk_left',
    pieces.map(({ reason, last, ids }) => ({ run_id: runId, reason, last_id: last, ids })),
  );

/** Ids that a run left for a reason, after `at`, ascending, at most `limit`. */
export async function leftIds(q: Queries, runId: number, reason: BulkReason, at: number, limit: number): Promise<number[]> {
  const found: number[] = [];
  for (let from = at; found.length < limit; ) {
    const pieces = await q
      .selectFrom('bulk_left')
      .select(['last_id', 'ids'])
      .where('run_id', '=', runId)
      .where('reason', '=', reason)
      .where('last_id', '>', from)
      .orderBy('last_id')
      .limit(10)
      .execute();
    const last = pieces.at(-1);
    if (!last) break;
    from = last.last_id;
    found.push(...pieces.flatMap(({ ids }) => JSON.parse(ids) as number[]).filter((id) => id > at));
  }
  return found.sort((a, b) => a - b).slice(0, limit);
}

/** The next ids of a run after `at`, ascending, at most `limit`; none at the end. */
export async function nextIds(q: Queries, runId: number, at: number, limit: number): Promise<number[]> {
  const piece = await q
    .selectFrom('bulk_ids')
    .select('ids')
    .where('run_id', '=', runId)
    .where('last_id', '>', at)
    .orderBy('last_id')
    .limit(1)
    .executeTakeFirst();
  const ids = (JSON.parse(piece?.ids ?? '[]') as number[]).filter((id) => id > at);
  return ids.sort((a, b) => a - b).slice(0, limit);
}

/** Writes down what records were like before, so that they can be given that again. */
export const keepChanges = (tx: Tx, runId: number, kind: Kind, changed: readonly Changed[]): Promise<void> =>
  tx.insertMany(
    'bulk_items',
    changed.map(({ before, after }) => ({ run_id: runId, record_id: before.id as number, changes: JSON.stringify(differencesOf(kind, before, after)) })),
  );

/** Lets go of what is done up to `at`. */
export const dropIds = (q: Queries, runId: number, at: number): Promise<unknown> =>
  q.deleteFrom('bulk_ids').where('run_id', '=', runId).where('last_id', '<=', at).execute();

/** What was left, together with what others were faster with. */
function leftOf({ state, data }: StoredRun): BulkLeft[] {
  const meanwhile = data.done - data.changed;
  return [...data.left, ...(state !== 'taking' && meanwhile > 0 ? [{ reason: 'meanwhile' as const, count: meanwhile }] : [])];
}

/** What records were given by a run, by field; names that the kind no longer has are left out. */
function valuesOf(kind: Kind | undefined, { data: { request } }: StoredRun): BulkRun['values'] {
  const { stageId, lostReasonId } = request;
  const given = request.action === 'move' ? { stageId, ...(lostReasonId === undefined ? {} : { lostReasonId }) } : (request.values ?? {});
  return Object.entries(given).flatMap(([name, value]) => {
    const field = kind?.fields.get(name);
    return field ? [{ name, field, value }] : [];
  });
}

/** Runs as they are answered. @param kinds by type. */
export async function toRuns(q: Queries, dialect: Dialect, kinds: ReadonlyMap<string, Kind>, runs: readonly StoredRun[]): Promise<BulkRun[]> {
  const ids = runs.map(({ id }) => id);
  const undoing = await q
    .selectFrom('bulk_runs')
    .select(['id', 'undo_of'])
    .where(inIds(dialect, sql.ref('undo_of'), ids))
    .execute();
  const undoneBy = new Map(undoing.map(({ id, undo_of }) => [undo_of, id]));
  return runs.map((run) => ({
    id: run.id,
    recordType: run.recordType,
    action: run.action,
    state: run.state === 'taking' ? 'running' : run.state,
    total: run.data.total,
    done: run.data.done,
    changed: run.data.changed,
    undoable: (run.state === 'done' || run.state === 'failed') && run.action !== 'undo' && run.data.changed > 0 && !undoneBy.has(run.id),
    at: run.at,
    left: leftOf(run),
    undoOf: run.undoOf,
    undoneBy: undoneBy.get(run.id) ?? null,
    values: valuesOf(kinds.get(run.recordType), run),
  }));
}
