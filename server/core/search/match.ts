import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../db/database.js';
import { likeEscaped } from '../db/fragments.js';
import { fold } from './fold.js';
import { numberWanted } from './number.js';
import { beginningsLike, isBrief, piecesOf } from './similar.js';

/** So many of the newest entries are looked through for words of one or two letters, which the trigram index cannot find. */
const shortWordWindow = 20_000;
/** And so many for words of four or five letters with a slip, of which it knows no part for certain. */
const briefWordWindow = 10_000;

/** Entries with `id` and `words`, and on SQLite the index of their trigrams. */
export interface WordIndex {
  entries: RawBuilder<unknown>;
  trigrams: RawBuilder<unknown>;
}
/** What records say themselves. */
export const ofRecords: WordIndex = { entries: sql`search_entries`, trigrams: sql`search_trigrams` };
/** What is said about them. */
export const ofComments: WordIndex = { entries: sql`search_comments`, trigrams: sql`search_comment_trigrams` };

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

const contains = (word: string) => sql<boolean>`e.words like ${`%${likeEscaped(word)}%`} escape '\\'`;
const beginsWord = (word: string) => sql<boolean>`' ' || e.words like ${`% ${likeEscaped(word)}%`} escape '\\'`;
const inNewest = ({ entries }: WordIndex, window = shortWordWindow) => sql<boolean>`e.id > (select coalesce(max(id), 0) - ${window} from ${entries})`;
/** All of these. */
export const all = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`${sql.join([...conditions], sql` and `)}`;
const any = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`(${sql.join([...conditions], sql` or `)})`;

/**
 * The condition on the entries `e` that all words of `text` occur, each anywhere in a word; words of one or two
 * letters only at the beginning of a word. Null when there is nothing to search for.
 */
export function matches(dialect: Dialect, text: string, index = ofRecords): RawBuilder<boolean> | null {
  const words = wordsIn(text);
  if (words.length === 0) return null;
  const long = words.filter(isLong);
  const short = words.filter((word) => !isLong(word)).map(beginsWord);
  if (long.length === 0) return all([inNewest(index), ...short]);
  if (dialect === 'postgres') return all([...long.map(contains), ...short]);
  return all([sql<boolean>`e.id in (select rowid from ${index.trigrams} where ${index.trigrams} match ${phraseOf(long)})`, ...short]);
}

/** What follows `from`, `where` and `order by` (descending) to read the newest hits first. */
export interface Newest {
  from: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
  order: RawBuilder<unknown>;
}

/**
 * The same as what follows `from`, for reading the newest hits first: SQLite walks its trigram index from the end and stops when
 * it has enough, where the condition above would first gather every hit of a common word.
 */
export function newestMatches(dialect: Dialect, text: string, index = ofRecords): Newest | null {
  const words = wordsIn(text);
  const long = words.filter(isLong);
  const where = matches(dialect, text, index);
  if (!where) return null;
  if (dialect === 'postgres' || long.length === 0) return { from: sql`${index.entries} e`, where, order: sql`e.id` };
  return {
    from: sql`${index.trigrams} t cross join ${index.entries} e on e.id = t.rowid`,
    where: all([sql<boolean>`t.words match ${phraseOf(long)}`, ...words.filter((word) => !isLong(word)).map(beginsWord)]),
    order: sql`t.rowid`,
  };
}

/** The same condition for some thousand entries that are looked at one by one, without the trigram index. */
export function matchesOneByOne(text: string): RawBuilder<boolean> | null {
  const words = wordsIn(text);
  return words.length === 0 ? null : all(words.map((word) => (isLong(word) ? contains(word) : beginsWord(word))));
}

const holdsPiece = (word: string) => any(piecesOf(word).map(contains));
const beginsAlike = (word: string) => any(beginningsLike(word).map((start) => sql<boolean>`' ' || e.words like ${`% ${start}%`}`));

/**
 * Entries that hold a piece of every word: those among which a slip of the fingers is to be looked for. Brief words narrow nothing beside
 * longer ones, and alone are looked for in the newest entries. Null when no word is long enough.
 */
export function newestAlike(dialect: Dialect, text: string): Newest | null {
  const words = wordsIn(text).filter(isLong);
  if (words.length === 0) return null;
  const longer = words.filter((word) => !isBrief(word));
  if (longer.length === 0) {
    const where = all([inNewest(ofRecords, briefWordWindow), ...words.map(beginsAlike)]);
    return { from: sql`search_entries e`, where, order: sql`e.id` };
  }
  if (dialect === 'postgres') return { from: sql`search_entries e`, where: all(longer.map(holdsPiece)), order: sql`e.id` };
  const phrase = longer.map((word) => `(${piecesOf(word).map(quoted).join(' OR ')})`).join(' AND ');
  return { from: sql`search_trigrams t cross join search_entries e on e.id = t.rowid`, where: sql<boolean>`t.words match ${phrase}`, order: sql`t.rowid` };
}

/** The same condition for some thousand entries, without the trigram index. */
export function alikeOneByOne(text: string): RawBuilder<boolean> | null {
  const words = wordsIn(text).filter(isLong);
  return words.length === 0 ? null : all(words.map((word) => (isBrief(word) ? beginsAlike(word) : holdsPiece(word))));
}
