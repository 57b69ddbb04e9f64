import { countBoth, inBoth, type Sample, shareOf } from './sample.js';

/** What the steps of a search through the trigram index cost, in microseconds: to pass over one entry of a trigram, and to look at one of a record. */
export const cost = { posting: 0.015, candidate: 0.5 };

function trigramsOf(word: string): string[] {
  const letters = [...word];
  return letters.slice(2).map((_, n) => letters.slice(n, n + 3).join(''));
}

export interface Rarest {
  trigrams: string[];
  /** Parts of all entries: what is read of the index, and what is left to be looked at. */
  read: number;
  looked: number;
}

/**
 * The trigrams of some words by which the index is asked: a phrase would be held against every trigram of each word, most of which are
 * common and spare nothing. What they leave is looked at for the words themselves.
 */
export function rarestOf(sample: Sample, words: readonly string[]): Rarest {
  const rest = new Set(words.flatMap(trigramsOf));
  const sizeOf = (trigram: string) => sample.holding(trigram).size;
  const [first = ''] = [...rest].sort((a, b) => sizeOf(a) - sizeOf(b));
  const trigrams = [first];
  let left: ReadonlySet<number> = sample.holding(first);
  let read = shareOf(sample, left.size);
  rest.delete(first);
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
  return { trigrams, read, looked: shareOf(sample, left.size) };
}
