import { createHash } from 'node:crypto';

/** One entry of the audit log, as far as its hash covers it. */
export interface ChainedEntry {
  id: number;
  at: string;
  actor_id: number | null;
  action: string;
  target: string | null;
  /** JSON text, as it is stored. */
  data: string;
}

/** What stands in the place of a hash before the very first entry. */
export const chainStart = '';

/**
 * The hash of an entry: SHA-256, in hexadecimal, of the JSON array of the hash before it and its own values, without spaces:
 * `["<hash before>",id,"at",actorId,"action","target","data"]`. See server/decisions/0014-audit-chain.md.
 */
export const chained = (before: string, { id, at, actor_id, action, target, data }: ChainedEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([before, id, at, actor_id, action, target, data]))
    .digest('hex');
