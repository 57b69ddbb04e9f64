import type { RawBuilder } from 'kysely';
import type { Database } from '../db/database.js';
import { alikeOneByOne, matchesOneByOne, type Newest, newestAlike, newestMatches, shareAlike, shareMatching, wordsIn } from './match.js';
import { sampleOf } from './sample.js';
import { similarTo } from './similar.js';
import { ofRecords, type WordIndex } from './word-index.js';

/** How the entries are asked, and what is left of them afterwards. */
export interface Question {
  newest: Newest | null;
  oneByOne: RawBuilder<boolean> | null;
  /** The part of all entries that answer it, about. */
  share: number;
  /** Entries to read, where not all of them will do; `atFirst` of them are often enough. */
  window?: number;
  atFirst?: number;
  accepts?(words: string): boolean;
}

export interface Ask {
  index: WordIndex;
  question: Question;
  /** Of the entries `e`. */
  columns: RawBuilder<unknown>;
  limit: number;
}

/** So many of the newest entries that hold a piece of the words are looked at for slips of the fingers. */
const alikeWindow = 1000;
/** Most slips are in words that many entries hold: among so many there are enough. */
const alikeAtFirst = 100;

/** Entries that hold the words as they were typed. */
export async function exactly(db: Database, text: string, index = ofRecords): Promise<Question> {
  const sample = await sampleOf(db, index);
  return { newest: newestMatches(db.dialect, text, index, sample), oneByOne: matchesOneByOne(text, index, sample), share: shareMatching(text, sample) };
}

/** Records that hold what differs from the words by a slip of the fingers. */
export async function nearly(db: Database, text: string): Promise<Question> {
  const sample = await sampleOf(db, ofRecords);
  const words = wordsIn(text);
  return {
    newest: newestAlike(db.dialect, text, sample),
    oneByOne: alikeOneByOne(text),
    share: shareAlike(text, sample),
    window: alikeWindow,
    atFirst: alikeAtFirst,
    accepts: similarTo(words),
  };
}
