import type { Tx } from '../db/database.js';
import type { Kind } from '../records/kind.js';

/**
 * Records that were made or changed wait here, in the transaction that did it, for their place in the search index, which they are
 * given in groups a moment later: the index of words alone would make a third of what a new record writes, and takes a
 * quarter of the time when it is given many at once. Whoever asks the index lets it catch up first, so nobody can see the
 * difference; a portal that was killed goes on with what waits.
 */
export interface SearchQueue {
  /** Asks for the entry of a record to be made anew, in the transaction of the change. */
  add(tx: Tx, type: string, id: number): Promise<void>;
  /**
   * Resolves when everything that was committed before is in the index. Never rejects: what is left is tried again.
   * @param kinds whose records get their entries; left out: those that are on.
   */
  catchUp(kinds?: ReadonlyMap<string, Kind>): Promise<void>;
  /** Whether a record of one of these types, or a comment on one, waits. */
  waits(types: readonly string[]): Promise<boolean>;
  /** Looks whether something waits, at the start and when modules come and go. */
  wake(): void;
  stop(): Promise<void>;
}
