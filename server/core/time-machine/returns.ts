import type { Actor } from '../access/actor.js';
import type { Queries, Stored, Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';
import type { Row } from '../records/kind.js';

/** What a module keeps in step with its records: reminders, sums, histories. Core's part (counters, search, word to browsers) is done already. */
export interface Return {
  type: string;
  /** Read-only fields that are put back with the others, such as those that go with a stage. */
  also?: readonly string[];
  /** Rows of a record whose sums stand in it: where it is there, the module itself puts them back. */
  rows?: {
    table: string;
    /** Columns of the sums: where they differ, so does the record. */
    sums: readonly string[];
    /** Whether they may be changed now, such as those of a document that nobody has paid or accepted. */
    mayPut(q: Queries, row: Row): Promise<boolean>;
    /** Puts rows of the table in the place of those that are there. @returns the record after it and the entry of its history; null: nothing was done. */
    put(tx: Tx, actor: Actor, row: Row, rows: readonly Stored[]): Promise<{ row: Row; history: number } | null>;
    /** Takes back what that entry says. @returns the record after it; null where somebody has changed the rows since, or they may not be changed. */
    takeBack(tx: Tx, actor: Actor, row: Row, history: number): Promise<Row | null>;
  };
  /** Parts that come back where the record is there (`again: 'missing'` in the manifest). */
  parts?: {
    /** Whether a row that is gone may be there again, such as a dependency that closes no circle. */
    mayCome(tx: Tx, table: string, row: Stored): Promise<boolean>;
    /** Whether one that came at that instant may go again: nobody has built on it since. */
    mayGo(tx: Tx, table: string, id: number, cameAt: string): Promise<boolean>;
    /** After some came or went: numbers that the record keeps of them, and word to whoever shows them. */
    changed(tx: Tx, actor: Actor, row: Row, tables: readonly string[]): Promise<void>;
  };
  /** In the transaction that brought a record back, put its fields back, or took that back. `before`, `after` null: it was not there, it is not. */
  follow?(tx: Tx, actor: Actor, change: { before: Row | null; after: Row | null }): Promise<void>;
}
export const Returns = definePoint<Return>()('core', 'returns');
