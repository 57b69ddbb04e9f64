import { type ById, endpoint } from './endpoint.js';
import type { RecordDeclaration } from './fields.js';

/** One change to many records: those with `ids`, or all that a list with `query` finds. */
export interface BulkRequest {
  action: 'change' | 'move' | 'delete';
  ids?: number[];
  /** Filters and `q` as the list takes them. */
  query?: Record<string, string>;
  /** For `change`: the new values, by field. */
  values?: Record<string, unknown>;
  /** For `move`. */
  stageId?: number;
  lostReasonId?: number;
  /** Only says what would happen. */
  preview?: boolean;
}

/** Why some records are left as they are. */
export type BulkReason = 'no-right' | 'as-it-is' | 'other-pipeline' | 'in-use';

export interface BulkPreview {
  /** All that were asked for and the person can see. */
  total: number;
  /** Of these, the ones that change. */
  ready: number;
  left: { reason: BulkReason; count: number; permission?: string }[];
}

export interface BulkRun {
  id: number;
  recordType: string;
  action: BulkRequest['action'] | 'undo';
  state: 'running' | 'done' | 'failed';
  total: number;
  done: number;
  changed: number;
  /** Whether it can be taken back: it has ended, and was not taken back before. */
  undoable: boolean;
}

/** `run` is null after a preview. Few records are done when the answer comes; many go on, to be followed by `get`. */
export interface BulkAnswer {
  preview: BulkPreview;
  run: BulkRun | null;
}

/** The route by which a kind of record is changed many at a time; the action's own right is asked too. */
export const bulkEndpoints = (d: RecordDeclaration) => ({
  bulk: endpoint<{ body: BulkRequest; reply: BulkAnswer }>()('POST', `/${d.module}/${d.plural}/bulk`, `${d.type}.read`),
});

/** A run is its starter's alone. */
export const bulkRunEndpoints = {
  get: endpoint<{ params: ById; reply: BulkRun }>()('GET', '/bulk/:id', 'signed-in'),
  /** Gives records their values from before, where nobody has changed them since. */
  undo: endpoint<{ params: ById; reply: BulkRun }>()('POST', '/bulk/:id/undo', 'signed-in'),
};
