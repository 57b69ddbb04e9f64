import type { Tx } from '../db/database.js';

export interface NoticeDraft {
  /** Dotted code whose texts are `<module>:notice.<rest>`. */
  code: string;
  params: Record<string, unknown>;
  record?: { type: string; id: number };
  /** Also by mail, where mail is set up and the person has an address. */
  mail?: boolean;
}

export interface Notify {
  /** Tells people, in the transaction that causes it: in the portal (live) and by mail, in each reader's language. */
  notify(tx: Tx, personIds: readonly number[], notice: NoticeDraft): Promise<void>;
}
