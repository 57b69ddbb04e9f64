/** Shorter words are only found as they are written. */
const shortest = 4;
/** Shorter words may have a slip, but only whole words are held against them: too much begins like a few letters. */
const lengthForBeginnings = 6;
const lengthForTwo = 9;
/** Shorter numbers stand close together: with a slip they are those of something else. */
const digitsForSlip = 8;

/** A word of letters that may have a slip, though it is too short to have a part of three letters that is whole for certain. */
export const isBrief = (word: string): boolean => word.length >= shortest && word.length < lengthForBeginnings && /^\p{L}+$/u.test(word);

const isShortNumber = (word: string): boolean => word.length < digitsForSlip && /^\d+$/.test(word);

/** How many letters may be wrong, missing, too many or swapped in a word of this length. */
const mistakesIn = (word: string): number =>
  isShortNumber(word) ? 0 : word.length >= lengthForTwo ? 2 : word.length >= lengthForBeginnings || isBrief(word) ? 1 : 0;

/** Whether a word is forgiven anything at all. */
export const mayHaveSlip = (word: string): boolean => mistakesIn(word) > 0;

/** The word with the two letters swapped between which it is cut in half. */
function swappedAtHalf(word: string): string {
  const half = Math.round(word.length / 2);
  return `${word.slice(0, half - 1)}${word[half]}${word[half - 1]}${word.slice(half + 1)}`;
}

/**
 * Parts of a word of which at least one is whole when the word holds no more than the allowed mistakes: one part more than
 * mistakes. What contains none of them needs no closer look.
 */
export function piecesOf(word: string): string[] {
  const count = mistakesIn(word) + 1;
  const size = word.length / count;
  const parts = Array.from({ length: count }, (_, i) => word.slice(Math.round(i * size), Math.round((i + 1) * size)));
  // Where letters of both parts are swapped with each other, neither is whole.
  return count === 2 ? [...parts, swappedAtHalf(word)] : parts;
}

/** With what a word begins that differs from a {@link isBrief} one by a slip: patterns of `like`, without their beginning and end. */
export function beginningsLike(word: string): string[] {
  const half = Math.round(word.length / 2);
  // The second half is whole then, at its place or one letter beside it.
  const later = [half - 1, half, half + 1].map((letters) => `${'_'.repeat(letters)}${word.slice(half)}`);
  return [word.slice(0, half), ...later, swappedAtHalf(word)];
}

/**
 * Whether `other`, or what it begins with, differs from `word` by no more than the allowed mistakes: letters replaced, left out, added, and
 * neighbours swapped (optimal string alignment).
 * @param whole all of `other` is meant.
 */
function isWithin(word: string, other: string, allowed: number, whole: boolean): boolean {
  const length = Math.min(other.length, word.length + allowed);
  if (length < word.length - allowed || (whole && length < other.length)) return false;
  let twoBack: number[] = [];
  let back = Array.from({ length: length + 1 }, (_, column) => column);
  let leastBack = 0;
  for (let row = 1; row <= word.length; row += 1) {
    const now = [row];
    let leastNow = row;
    for (let column = 1; column <= length; column += 1) {
      const same = word[row - 1] === other[column - 1];
      let least = Math.min((back[column - 1] as number) + (same ? 0 : 1), (back[column] as number) + 1, (now[column - 1] as number) + 1);
      if (row > 1 && column > 1 && word[row - 1] === other[column - 2] && word[row - 2] === other[column - 1])
        least = Math.min(least, (twoBack[column - 2] as number) + 1);
      now.push(least);
      if (least < leastNow) leastNow = least;
    }
    // Whatever follows stands on one of the last two rows.
    if (leastNow > allowed && leastBack > allowed) return false;
    [twoBack, back, leastBack] = [back, now, leastNow];
  }
  return (whole ? (back[length] as number) : Math.min(...back)) <= allowed;
}

const isPlain = /^[\t-~]*$/;
/** Words of a folded text. Between letters of ASCII alone they are told apart much quicker. */
const apart = (text: string): string[] => text.split(isPlain.test(text) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u);

/** Tells of texts whether they hold this word, or something that differs from it by no more than a slip of the fingers. */
function similarToOne(word: string): (text: string) => boolean {
  const allowed = mistakesIn(word);
  if (allowed === 0) return (text) => text.includes(word);
  const whole = isBrief(word);
  // Texts that are looked at one after the other share most of their words.
  const known = new Map<string, boolean>();
  const fits = (other: string) => {
    // What is shorter by more letters than may be wrong needs no closer look; most words of a text are.
    if (other.length < word.length - allowed) return false;
    let is = known.get(other);
    if (is === undefined) {
      is = isWithin(word, other, allowed, whole);
      known.set(other, is);
    }
    return is;
  };
  return (text) => text.includes(word) || apart(text).some(fits);
}

/** Tells of texts whether every one of these words stands in them, or what differs from it by no more than a slip. All are folded. */
export function similarTo(words: readonly string[]): (text: string) => boolean {
  const each = words.map(similarToOne);
  return (text) => each.every((isIn) => isIn(text));
}
