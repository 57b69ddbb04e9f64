import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { definePoint } from '../kernel/tokens.js';

/** What a module adds to the sample. It works with services that send no mail, no notice, no event and no webhook. */
export interface Sample {
  /** How many records it makes, about. */
  total: number;
  /**
   * Makes them by the module's ordinary use cases; every record made meanwhile is part of the sample.
   * @param made ids of a kind that were made so far, by modules before this one too, in the order in which they were made.
   */
  make(actor: Actor, made: (type: string) => Promise<number[]>): Promise<void>;
  /** Before its records go: gives back what only their place in a row shows, such as numbers. */
  release?(tx: Tx, ids: (type: string) => readonly number[]): Promise<void>;
}
export const Samples = definePoint<Sample>()('core', 'samples');
