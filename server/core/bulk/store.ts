import type { BulkPreview, BulkRequest, BulkRun } from '../../contracts/core/bulk.js';
import type { Queries, Tx } from '../db/database.js';
import type { TakenIds } from './select.js';

/** How far a run is; in step with the records, because it changes in the same transaction. */
export interface BulkData {
  request: BulkRequest;
  left: BulkPreview['left'];
  total: number;
  /** The record up to which all is done. */
  at: number;
  done: number;
  changed: number;
  /** Who was given how many records, and which last. */
  received: Record<string, { count: number; id: number; title: string }>;
  /** It goes on after the answer, and its end is told. */
  isLong: boolean;
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

interface RunRow {
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

/** Lets go of what is done up to `at`. */
export const dropIds = (q: Queries, runId: number, at: number): Promise<unknown> =>
  q.deleteFrom('bulk_ids').where('run_id', '=', runId).where('last_id', '<=', at).execute();

/** The run as it is answered. */
export async function toRun(q: Queries, run: StoredRun): Promise<BulkRun> {
  const undone = await q.selectFrom('bulk_runs').select('id').where('undo_of', '=', run.id).executeTakeFirst();
  return {
    id: run.id,
    recordType: run.recordType,
    action: run.action,
    state: run.state === 'taking' ? 'running' : run.state,
    total: run.data.total,
    done: run.data.done,
    changed: run.data.changed,
    undoable: (run.state === 'done' || run.state === 'failed') && run.action !== 'undo' && run.data.changed > 0 && undone === undefined,
  };
}
