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
const [ofTrigrams, ofLeap, ofRead, ofLooked] = [100, 0.055, 0.01, 1];

const knownCount = knownAWhile<string, number>({ forMs: 60_000, most: 10_000 });

/** How many entries these people own, as it was a moment ago. */
const entriesOf = (db: Database, { entries, name }: WordIndex, owners: readonly number[]): Promise<number> =>
  knownCount(db, `${name} ${owners.join()}`, async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from
      (select 1 from ${entries} e where ${inIds(db.dialect, sql.ref('e.owner_id'), owners)} limit ${mostCounted}) as counted`.execute(db.read);
    return Number(rows[0]?.n ?? 0);
  });

/** So many times the entries in which enough hits are expected are read at first; seldom are there too few. */
const surplus = 1.5;

/** How many times further back is looked where there are. */
const further = 3;

/** The part of some people's entries, from the newest back, in which there are enough hits, about. */
const partWith = (hits: number, { question: { share } }: Ask, own: number) => Math.min(1, Math.max(1, hits) / (share * own));

/**
 * By which index a question about the entries of some people is answered soonest: that of words, whose hits are mostly other people's,
 * or that of owners, whose entries mostly do not have the words. Both give the same.
 */
export async function soonestWay(db: Database, ask: Ask, owners: readonly number[]): Promise<'owners' | 'words'> {
  const { newest, window = ask.limit } = ask.question;
  const own = await entriesOf(db, ask.index, owners);
  if (!newest?.work) return own <= fewEntries ? 'owners' : 'words';
  const { entries } = await sampleOf(db, ask.index);
  const through = own * partWith(window * (owners.length > 1 ? surplus : 1), ask, own) * ofEntry + owners.length * ofOwner;
  const { read, leaps, looked } = newest.work;
  const past = partWith(window, ask, own) * entries * (leaps * ofLeap + read * ofRead + looked * ofLooked) + ofTrigrams;
  return through < past ? 'owners' : 'words';
}

/** From which entries on the newest hits of some people are looked for, one after the other until there are enough: the last is none. */
export async function stepsBack(db: Database, ask: Ask, owners: readonly number[]): Promise<number[]> {
  const { window = ask.limit, atFirst = window } = ask.question;
  // One alone is read from the newest entry backwards, until there are as many as may be needed.
  if (owners.length === 1 && atFirst === window) return [0];
  const [{ last, span }, own] = [await sampleOf(db, ask.index), await entriesOf(db, ask.index, owners)];
  const steps: number[] = [];
  for (let hits = atFirst; ; hits = hits < window ? window : hits * further) {
    const part = partWith(hits * surplus, ask, own);
    if (part >= 1) return [...steps, 0];
    steps.push(Math.floor(last - span * part));
  }
}
