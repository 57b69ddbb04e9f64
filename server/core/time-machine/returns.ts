import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';
import type { Row } from '../records/kind.js';

/** What a module keeps in step with its records: reminders, sums, histories. Core's part (counters, search, word to browsers) is done already. */
export interface Return {
  type: string;
  /** Read-only fields that are put back with the others, such as those that go with a stage. */
  also?: readonly string[];
  /** Table of rows whose sums stand in the record: where it is there, they stay as they are. */
  rowsStay?: string;
  /** In the transaction that brought a record back, put its fields back, or took that back. `before`, `after` null: it was not there, it is not. */
  follow?(tx: Tx, actor: Actor, change: { before: Row | null; after: Row | null }): Promise<void>;
}
export const Returns = definePoint<Return>()('core', 'returns');
