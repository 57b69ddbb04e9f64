import type { Actor } from '../access/actor.js';
import { definePoint } from '../kernel/tokens.js';

/** Something that a person has to do by the end of their day. */
export interface DueItem {
  title: string;
  /** An instant (ISO, with time) or a day (`YYYY-MM-DD`). */
  due: string;
  /** Where in the portal it is, without the base path; null for nowhere. */
  url: string | null;
}

/** Where modules say what is due for a person, as their own lists would show it: for the digest. */
export interface DueSource {
  /** The permission that it takes. */
  right: string;
  /**
   * @param until the end of the person's day, exclusive: an instant.
   * @param most that are wanted, the most urgent first.
   */
  find(actor: Actor, until: string, most: number): Promise<{ items: DueItem[]; total: number }>;
}

export const DueSources = definePoint<DueSource>()('core', 'due-sources');
