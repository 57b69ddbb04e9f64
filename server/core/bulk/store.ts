import type { BulkPreview, BulkRequest, BulkRun } from '../../contracts/core/bulk.js';
import type { Queries } from '../db/database.js';

/** How far a run is; in step with the records, because it changes in the same transaction. */
export interface BulkData {
  request: BulkRequest;
  left: BulkPreview['left'];
  total: number;
  /** The newest record when it began; younger ones are not touched. */
  last: number;
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
  state: BulkRun['state'];
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

/** The run as it is answered. */
export async function toRun(q: Queries, run: StoredRun): Promise<BulkRun> {
  const undone = await q.selectFrom('bulk_runs').select('id').where('undo_of', '=', run.id).executeTakeFirst();
  return {
    id: run.id,
    recordType: run.recordType,
    action: run.action,
    state: run.state,
    total: run.data.total,
    done: run.data.done,
    changed: run.data.changed,
    undoable: run.state !== 'running' && run.action !== 'undo' && run.data.changed > 0 && undone === undefined,
  };
}
