import { type ById, endpoint, type Page } from './endpoint.js';

/** Something that somebody did, as the audit log keeps it for good. */
export interface AuditEntry {
  id: number;
  at: string;
  /** Null: the portal itself, or somebody on its command line. */
  actorId: number | null;
  /** What the person is called today; null where nobody is named any more. */
  actor: string | null;
  /** `role.changed`. */
  action: string;
  /** The action in the reader's language. */
  what: string;
  /** What it was done to: `core.role:3`, a module, a kind of job. */
  target: string | null;
  /** The same in words, as far as it is there and the reader may see it. */
  record: string | null;
  /** Which fields, how many, from what to what. */
  data: Record<string, unknown>;
  /** Of this entry and the one before it, see {@link AuditState}. */
  hash: string;
}

export interface AuditFilter {
  personId?: number;
  action?: string;
  /** One record, `core.role:3`, or all that begins so: `core.role`. */
  target?: string;
  /** Words that are in what was done, by whom or to what. */
  q?: string;
  /** First and last instant, both included. */
  from?: string;
  to?: string;
}

/** What checking the whole chain found. */
export interface AuditState {
  entries: number;
  last: { id: number; hash: string } | null;
  /** The first entry that does not fit the one before it; null: all is as it was written. */
  broken: { id: number; at: string } | null;
}

const right = 'core.audit.read';

export const auditEndpoints = {
  /** Newest first. */
  list: endpoint<{ query: AuditFilter & { limit?: number; after?: string }; reply: Page<AuditEntry> }>()('GET', '/audit', right),
  get: endpoint<{ params: ById; reply: AuditEntry }>()('GET', '/audit/:id', right),
  /** The actions that occur, in the reader's language. */
  actions: endpoint<{ reply: { items: { action: string; what: string }[] } }>()('GET', '/audit-actions', right),
  /** The same entries as a CSV file, with all that the hashes are made of. */
  export: endpoint<{ query: AuditFilter; reply: unknown }>()('GET', '/audit-export', right),
  verify: endpoint<{ body: Record<string, never>; reply: AuditState }>()('POST', '/audit-check', right),
};
