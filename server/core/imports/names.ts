import { fold } from '../search/fold.js';

/** A person's name as a row of a file gives it: whole, in parts, or both. */
export interface GivenName {
  full?: string | null | undefined;
  first?: string | null | undefined;
  last?: string | null | undefined;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const isSame = (a: readonly string[], b: readonly string[]): boolean => fold(a.join(' ')) === fold(b.join(' '));

/**
 * First and last name. Of a whole name alone the first word is the first name. Beside one of the parts it gives the other:
 * without that part where it ends (or begins) with it, else as it is, for a column "Name" may hold first names only.
 */
export function namesOf({ full, first, last }: GivenName): { first: string; last: string } {
  const whole = wordsOf(full ?? '');
  if (first && last) return { first, last };
  if (last) {
    const end = wordsOf(last).length;
    return { first: (isSame(whole.slice(-end), wordsOf(last)) ? whole.slice(0, -end) : whole).join(' '), last };
  }
  if (first) {
    const begin = wordsOf(first).length;
    return { first, last: (isSame(whole.slice(0, begin), wordsOf(first)) ? whole.slice(begin) : whole).join(' ') };
  }
  return { first: whole[0] ?? '', last: whole.slice(1).join(' ') };
}
