import type { Actor } from '../access/actor.js';

/** One thing that happened, on its way to the open browsers. */
export interface LiveMessage {
  /** `me` of one person, or a kind of record. */
  topic: string;
  name: string;
  data: Record<string, unknown>;
  /** Who may hear of it; asked for each listener at the moment of sending. */
  mayHear(actor: Actor): boolean;
}

export interface Live {
  publish(message: LiveMessage): void;
}
