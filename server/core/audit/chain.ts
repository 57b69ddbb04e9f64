import { setImmediate as turn } from 'node:timers/promises';
import { chained, chainStart } from '../db/audit-chain.js';
import type { Queries } from '../db/database.js';

export interface ChainState {
  /** Number of entries that were looked at. */
  entries: number;
  /** The newest entry and its hash: whoever notes them down elsewhere can tell later whether the whole was replaced. */
  last: { id: number; hash: string } | null;
  /** The first entry whose hash does not fit: it was changed, or what stood before it was changed or removed. */
  broken: { id: number; at: string } | null;
}

const atOnce = 500;

/**
 * Reads the whole log and computes every hash anew, in small steps.
 * @param noted an entry and its hash as somebody wrote them down earlier. @param onEntries is told how many were looked at.
 */
export async function verifyChain(q: Queries, noted?: { id: number; hash: string }, onEntries: (count: number) => void = () => undefined): Promise<ChainState> {
  let [before, entries, lastId] = [chainStart, 0, 0];
  let seen = noted === undefined;
  for (;;) {
    const rows = await q.selectFrom('audit').selectAll().where('id', '>', lastId).orderBy('id').limit(atOnce).execute();
    for (const row of rows) {
      const hash = chained(before, row);
      const isAnother = row.id === noted?.id && hash !== noted.hash;
      if (hash !== row.hash || isAnother) return { entries, last: lastId === 0 ? null : { id: lastId, hash: before }, broken: { id: row.id, at: row.at } };
      if (row.id === noted?.id) seen = true;
      [before, lastId, entries] = [hash, row.id, entries + 1];
    }
    if (rows.length < atOnce) break;
    onEntries(entries);
    await turn();
  }
  const last = lastId === 0 ? null : { id: lastId, hash: before };
  return { entries, last, broken: seen || !noted ? null : { id: noted.id, at: '' } };
}
