import { countBoth, inBoth, type Sample, shareOf } from './sample.js';

/** Microseconds to pass over one entry of a further trigram, and to look at a record that it would have spared. */
const cost = { posting: 0.015, candidate: 0.5 };

function trigramsOf(word: string): string[] {
  const letters = [...word];
  return letters.slice(2).map((_, n) => letters.slice(n, n + 3).join(''));
}

/** What a question to the trigram index passes over, as parts of all entries. */
export interface Work {
  /** Entries of all its trigrams. */
  read: number;
  /** Of these, where it goes from one trigram to another: for each entry of the rarest once for every trigram. */
  leaps: number;
  /** Records that are left to be looked at. */
  looked: number;
}

export interface Rarest {
  trigrams: string[];
  work: Work;
}

/**
 * The trigrams of some words by which the index is asked: a phrase would be held against every trigram of each word, most of which are
 * common and spare nothing. What they leave is looked at for the words themselves.
 */
export function rarestOf(sample: Sample, words: readonly string[]): Rarest {
  const sizeOf = (trigram: string) => sample.holding(trigram).size;
  const [first = '', ...others] = [...new Set(words.flatMap(trigramsOf))].sort((a, b) => sizeOf(a) - sizeOf(b));
  const trigrams = [first];
  // What every text holds spares nothing.
  const rest = new Set(others.filter((trigram) => sizeOf(trigram) < sample.size || sample.size === 0));
  let left: ReadonlySet<number> = sample.holding(first);
  let read = shareOf(sample, left.size);
  while (rest.size > 0) {
    // One more than was seen: of few texts the number tells little.
    const sparedBy = (trigram: string) => left.size + 1 - countBoth(left, sample.holding(trigram));
    const gainOf = (trigram: string) => sparedBy(trigram) * cost.candidate - sizeOf(trigram) * cost.posting;
    const [best, gain] = [...rest].map((trigram) => [trigram, gainOf(trigram)] as const).reduce((a, b) => (b[1] > a[1] ? b : a));
    // Of what is too rare for the sample a second one is asked for certain, and no third.
    if (left.size === 0 ? trigrams.length > 1 : gain <= 0) break;
    trigrams.push(best);
    left = inBoth(left, sample.holding(best));
    read += shareOf(sample, sizeOf(best));
    rest.delete(best);
  }
  return { trigrams, work: { read, leaps: trigrams.length * shareOf(sample, sizeOf(first)), looked: shareOf(sample, left.size) } };
}
