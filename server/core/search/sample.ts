import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { knownAWhile } from '../db/known-a-while.js';
import type { WordIndex } from './word-index.js';

/** So many texts tell how common something is, within some tenths of a per cent. */
const texts = 1000;
/** Longer ones are taken by their beginning. */
const letters = 2000;
const mostKept = 5000;
const leastSeen = 0.3;
const golden = 0.618_034;

/** Some of the texts of an index: how common a word, or a part of one, is in all of them. It is only ever a question of speed. */
export interface Sample {
  /** Entries of the index, about. */
  entries: number;
  /** The newest entry, and how many numbers there are from the oldest to it. */
  last: number;
  span: number;
  size: number;
  /** Which texts hold this. */
  holding(part: string): ReadonlySet<number>;
}

/** How many texts are in both. */
export function countBoth(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let n = 0;
  for (const one of few) if (many.has(one)) n += 1;
  return n;
}

/** Texts in both. */
export const inBoth = (a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> => new Set([...a].filter((one) => b.has(one)));

/** The part of all entries that so many texts stand for. Where none was seen there may still be some. */
export const shareOf = ({ size }: Sample, seen: number): number => (size === 0 ? 1 : Math.max(seen, leastSeen) / size);

/** The part of all entries that hold one of each of these groups. */
export function shareHolding(sample: Sample, groups: readonly (readonly string[])[]): number {
  const holders = (parts: readonly string[]) =>
    parts.length === 1 ? sample.holding(parts[0] as string) : new Set(parts.flatMap((part) => [...sample.holding(part)]));
  // What every text holds narrows nothing.
  const narrow = groups.map(holders).filter(({ size }) => size < sample.size);
  const [first, ...others] = narrow.sort((a, b) => a.size - b.size);
  return shareOf(sample, first ? others.reduce(inBoth, first).size : sample.size);
}

function sampleFrom(ends: Pick<Sample, 'entries' | 'last' | 'span'>, words: readonly string[]): Sample {
  const kept = new Map<string, ReadonlySet<number>>();
  return {
    ...ends,
    size: words.length,
    holding(part) {
      const known = kept.get(part);
      if (known) return known;
      if (kept.size >= mostKept) kept.clear();
      const found = new Set(words.flatMap((text, n) => (text.includes(part) ? [n] : [])));
      kept.set(part, found);
      return found;
    },
  };
}

async function take({ dialect, read }: Database, { entries }: WordIndex): Promise<Sample> {
  const { rows: ends } = await sql<{ first: number | null; last: number | null }>`
    select (select min(id) from ${entries}) as first, (select max(id) from ${entries}) as last`.execute(read);
  const [first, last] = [Number(ends[0]?.first ?? 0), Number(ends[0]?.last ?? 0)];
  const span = last - first + 1;
  // One from each stretch, but not at even steps: what is numbered in order would be met at its round numbers alone.
  const ids = [...new Set(Array.from({ length: texts }, (_, n) => first + Math.floor((span * (n + ((n * golden) % 1))) / texts)))];
  const { rows } = await sql<{ words: string }>`select substr(words, 1, ${letters}) as words from ${entries} e
    where ${inIds(dialect, sql.ref('e.id'), ids)}`.execute(read);
  return sampleFrom(
    { entries: Math.round((span * rows.length) / ids.length), last, span },
    rows.map(({ words }) => words),
  );
}

const knownSample = knownAWhile<WordIndex, Sample>({ forMs: 60_000, most: 100 });

/** A sample of an index, taken anew after a while. */
export const sampleOf = (db: Database, index: WordIndex): Promise<Sample> => knownSample(db, index, () => take(db, index));
