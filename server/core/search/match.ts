import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../db/database.js';
import { likeEscaped } from '../db/fragments.js';
import { fold } from './fold.js';
import { numberWanted } from './number.js';
import { rarestOf, type Work } from './rarest.js';
import { type Sample, shareHolding, shareOf } from './sample.js';
import { beginningsLike, isBrief, piecesOf } from './similar.js';
import { ofRecords, type WordIndex } from './word-index.js';

/** So many of the newest entries are looked through for words of one or two letters, which the trigram index cannot find. */
const shortWordWindow = 20_000;
/** And so many for words of four or five letters with a slip, of which it knows no part for certain. */
const briefWordWindow = 10_000;

const words = sql.ref('e.words');
const mostWords = 8;

const isLong = (word: string) => [...word].length >= 3;
const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;
const phraseOf = (words: readonly string[]) => words.map(quoted).join(' AND ');

/** The words to look for; a number is one, however it is spelt. */
export function wordsIn(text: string): string[] {
  const folded = fold(text);
  const number = numberWanted(folded);
  return number === null ? [...new Set(folded.split(' ').filter(Boolean))].slice(0, mostWords) : [number];
}

const contains = (word: string, text = words) => sql<boolean>`${text} like ${`%${likeEscaped(word)}%`} escape '\\'`;
const beginsWord = (word: string, text = words) => sql<boolean>`' ' || ${text} like ${`% ${likeEscaped(word)}%`} escape '\\'`;
const inNewest = ({ entries }: WordIndex, window = shortWordWindow) => sql<boolean>`e.id > (select coalesce(max(id), 0) - ${window} from ${entries})`;
/** All of these. */
export const all = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`${sql.join([...conditions], sql` and `)}`;
const any = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`(${sql.join([...conditions], sql` or `)})`;

/**
 * The condition on the entries `e` that all words of `text` occur, each anywhere in a word; words of one or two
 * letters only at the beginning of a word. Null when there is nothing to search for.
 */
export function matches(dialect: Dialect, text: string, index = ofRecords): RawBuilder<boolean> | null {
  const wanted = wordsIn(text);
  if (wanted.length === 0) return null;
  const long = wanted.filter(isLong);
  const short = wanted.filter((word) => !isLong(word)).map((word) => beginsWord(word));
  if (long.length === 0) return all([inNewest(index), ...short]);
  if (dialect === 'postgres') return all([...long.map((word) => contains(word)), ...short]);
  return all([sql<boolean>`e.id in (select rowid from ${index.trigrams} where ${index.trigrams} match ${phraseOf(long)})`, ...short]);
}

/** What follows `from`, `where` and `order by` (descending) to read the newest hits first. */
export interface Newest {
  from: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
  order: RawBuilder<unknown>;
  /** Null where the trigram index is not asked. */
  work: Work | null;
  /** Nobody knows how far it goes: what is asked for beside the trigrams may stand in old entries alone. */
  isUnbounded?: boolean;
}

/** Reads the newest first of what the trigram index finds. */
const byTrigrams = (index: WordIndex, phrase: string, also: readonly RawBuilder<boolean>[], work: Work): Newest => ({
  from: sql`${index.trigrams} t cross join ${index.entries} e on e.id = t.rowid`,
  where: all([sql<boolean>`t.words match ${phrase}`, ...also]),
  order: sql`t.rowid`,
  work,
});
const byEntries = ({ entries }: WordIndex, where: RawBuilder<boolean>): Newest => ({ from: sql`${entries} e`, where, order: sql`e.id`, work: null });

/**
 * The same as what follows `from`, for reading the newest hits first: SQLite walks its trigram index from the end and stops when
 * it has enough, where the condition above would first gather every hit of a common word.
 */
export function newestMatches(dialect: Dialect, text: string, index: WordIndex, sample: Sample): Newest | null {
  const wanted = wordsIn(text);
  const long = wanted.filter(isLong);
  if (dialect === 'postgres' || long.length === 0) {
    const where = matches(dialect, text, index);
    return where && byEntries(index, where);
  }
  const { trigrams, work } = rarestOf(sample, long);
  const conditions = wanted.map((word) => (isLong(word) ? contains(word) : beginsWord(word)));
  return { ...byTrigrams(index, phraseOf(trigrams), conditions, work), isUnbounded: long.length < wanted.length };
}

/** The same condition for some thousand entries that are looked at one by one, without the trigram index: for the rarest word first. */
export function matchesOneByOne(text: string, { wordsByOwner }: WordIndex, sample: Sample): RawBuilder<boolean> | null {
  const wanted = wordsIn(text).sort((a, b) => sample.holding(a).size - sample.holding(b).size);
  return wanted.length === 0 ? null : all(wanted.map((word) => (isLong(word) ? contains(word, wordsByOwner) : beginsWord(word, wordsByOwner))));
}

/** The part of all entries that hold all words of the text, about. */
export const shareMatching = (text: string, sample: Sample): number =>
  shareHolding(
    sample,
    wordsIn(text).map((word) => [word]),
  );

const holdsPiece = (word: string, text = words) => any(piecesOf(word).map((piece) => contains(piece, text)));
const beginsAlike = (word: string, text = words) => any(beginningsLike(word).map((start) => sql<boolean>`' ' || ${text} like ${`% ${start}%`}`));

/**
 * Entries that hold a piece of every word: those among which a slip of the fingers is to be looked for. Brief words narrow nothing beside
 * longer ones, and alone are looked for in the newest entries. Null when no word is long enough.
 */
export function newestAlike(dialect: Dialect, text: string, sample: Sample): Newest | null {
  const wanted = wordsIn(text).filter(isLong);
  if (wanted.length === 0) return null;
  const longer = wanted.filter((word) => !isBrief(word));
  if (longer.length === 0) return byEntries(ofRecords, all([inNewest(ofRecords, briefWordWindow), ...wanted.map((word) => beginsAlike(word))]));
  if (dialect === 'postgres') return byEntries(ofRecords, all(longer.map((word) => holdsPiece(word))));
  const pieces = longer.map(piecesOf);
  const phrase = pieces.map((parts) => `(${parts.map(quoted).join(' OR ')})`).join(' AND ');
  const read = pieces.flat().reduce((sum, part) => sum + shareOf(sample, sample.holding(part).size), 0);
  return byTrigrams(ofRecords, phrase, [], { read, leaps: read, looked: shareAlike(text, sample) });
}

/** The same condition for some thousand entries, without the trigram index. */
export function alikeOneByOne(text: string): RawBuilder<boolean> | null {
  const wanted = wordsIn(text).filter(isLong);
  const { wordsByOwner } = ofRecords;
  return wanted.length === 0 ? null : all(wanted.map((word) => (isBrief(word) ? beginsAlike(word, wordsByOwner) : holdsPiece(word, wordsByOwner))));
}

/** The part of all entries that hold a piece of every word, about. */
export const shareAlike = (text: string, sample: Sample): number =>
  shareHolding(
    sample,
    wordsIn(text)
      .filter((word) => isLong(word) && !isBrief(word))
      .map(piecesOf),
  );
