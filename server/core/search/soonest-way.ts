import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { knownAWhile } from '../db/known-a-while.js';
import type { Ask } from './question.js';
import { sampleOf } from './sample.js';
import type { WordIndex } from './word-index.js';

/** So many entries are looked through one by one in a few milliseconds. */
const fewEntries = 6000;
/** More are not counted. */
const mostCounted = 50_000;

/** Microseconds for one of an owner's entries, and for each owner. */
const [ofEntry, ofOwner] = [0.2, 20];
/** Microseconds for a question to the trigram index, and for what it passes over. */
const [ofTrigrams, ofLeap, ofRead, ofLooked] = [100, 0.055, 0.01, 0.25];

const knownCount = knownAWhile<string, number>({ forMs: 60_000, most: 10_000 });

/** How many entries these people own, as it was a moment ago. */
const entriesOf = (db: Database, { entries, name }: WordIndex, owners: readonly number[]): Promise<number> =>
  knownCount(db, `${name} ${owners.join()}`, async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from
      (select 1 from ${entries} e where ${inIds(db.dialect, sql.ref('e.owner_id'), owners)} limit ${mostCounted}) as counted`.execute(db.read);
    return Number(rows[0]?.n ?? 0);
  });

/**
 * By which index a question about the entries of some people is answered soonest: that of words, whose hits are mostly other people's,
 * or that of owners, whose entries mostly do not have the words. Both give the same.
 */
export async function soonestWay(db: Database, { index, question, limit }: Ask, owners: readonly number[]): Promise<'owners' | 'words'> {
  const { newest, share, window = limit } = question;
  const own = await entriesOf(db, index, owners);
  if (!newest?.work) return own <= fewEntries ? 'owners' : 'words';
  const { entries } = await sampleOf(db, index);
  // Each owner is read as far back as the newest hits of those before: a half, a third … of the way of the first.
  const ways = owners.reduce((sum, _, n) => sum + 1 / (n + 1), 0);
  const through = Math.min(own, (window / share) * ways) * ofEntry + owners.length * ofOwner;
  const part = Math.min(1, window / (share * own));
  const { read, leaps, looked } = newest.work;
  const past = part * entries * (leaps * ofLeap + read * ofRead + looked * ofLooked) + ofTrigrams;
  return through < past ? 'owners' : 'words';
}
