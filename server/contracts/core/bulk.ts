import { type ById, endpoint, type Page } from './endpoint.js';
import type { Field, RecordDeclaration } from './fields.js';
import type { Reference } from './references.js';

/** What is planned for each of many records; for its responsible, or for whoever plans where there is none or they may not plan for them. */
export interface BulkPlan {
  /** As the records' module has them, such as `call`. */
  kind: string;
  title: string;
  /** When it is due; null: no time yet. */
  dueAt: string | null;
  /** So many a working day, the first on the day of `dueAt`, all at its hour; without it all are due at `dueAt`. */
  perDay?: number;
}

/** One change to many records: those with `ids`, or all that a list with `query` finds. */
export interface BulkRequest {
  action: 'change' | 'move' | 'delete' | 'plan';
  ids?: number[];
  /** Filters and `q` as the list takes them. */
  query?: Record<string, string>;
  /** For `change`: the new values, by field. */
  values?: Record<string, unknown>;
  /** For `move`. */
  stageId?: number;
  lostReasonId?: number;
  /** For `plan`: the next step of each, for kinds that have one. */
  plan?: BulkPlan;
  /** Only says what would happen. */
  preview?: boolean;
}

/** Why some records are left as they are; `meanwhile`: somebody changed, took or removed them between the question and their turn. */
export type BulkReason = 'no-right' | 'as-it-is' | 'other-pipeline' | 'in-use' | 'closed' | 'has-step' | 'meanwhile';

export interface BulkLeft {
  reason: BulkReason;
  count: number;
  /** The right that was wanting. */
  permission?: string;
}

export interface BulkPreview {
  /** All that were asked for and the person can see. */
  total: number;
  /** Of these, the ones that change. */
  ready: number;
  left: BulkLeft[];
  /** For `plan` with `perDay`: when the first and the last of them are due. */
  due?: { first: string; last: string };
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
  at: string;
  /** What it left as it was. */
  left: BulkLeft[];
  /** The run that this one takes back. */
  undoOf: number | null;
  /** The run that takes this one back. */
  undoneBy: number | null;
  /** What the records were given, by field. */
  values: { name: string; field: Field; value: unknown }[];
}

/** One record of a run: done, or left for a reason. Its title is there as far as the person may see it now. */
export interface BulkRecord {
  reference: Reference;
  /** What was done to it; none for records that were left, deleted, brought back or got something planned. */
  changes: Record<string, { from: unknown; to: unknown }> | null;
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
  /** The newest first, of the last 30 days. */
  list: endpoint<{ query: { limit?: number; after?: string }; reply: Page<BulkRun> }>()('GET', '/bulk', 'signed-in'),
  /** The records of a run: what it did, or with `left` what it left for that reason; by their ids. */
  records: endpoint<{ params: ById; query: { left?: BulkReason; limit?: number; after?: string }; reply: Page<BulkRecord> }>()(
    'GET',
    '/bulk/:id/records',
    'signed-in',
  ),
  get: endpoint<{ params: ById; reply: BulkRun }>()('GET', '/bulk/:id', 'signed-in'),
  /** Gives records their values from before, where nobody has changed them since. */
  undo: endpoint<{ params: ById; reply: BulkRun }>()('POST', '/bulk/:id/undo', 'signed-in'),
};
