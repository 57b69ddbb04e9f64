/** Words so short are only found as they are written. */
const shortest = 6;
const lengthForTwo = 9;

/** How many letters may be wrong, missing, too many or swapped in a word of this length. */
const mistakesIn = (word: string): number => (word.length < shortest ? 0 : word.length < lengthForTwo ? 1 : 2);

/**
 * Parts of a word of which at least one is whole when the word holds no more than the allowed mistakes: one part more than
 * mistakes. What contains none of them needs no closer look.
 */
export function piecesOf(word: string): string[] {
  const count = mistakesIn(word) + 1;
  const size = word.length / count;
  return Array.from({ length: count }, (_, i) => word.slice(Math.round(i * size), Math.round((i + 1) * size)));
}

/**
 * Mistakes between `word` and the beginning of `other` that fits it best: letters replaced, left out, added, and neighbours
 * swapped (optimal string alignment).
 */
function mistakesTo(word: string, other: string): number {
  let twoBack: number[] = [];
  let back = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= word.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = word[row - 1] === other[column - 1];
      let least = Math.min((back[column - 1] as number) + (same ? 0 : 1), (back[column] as number) + 1, (now[column - 1] as number) + 1);
      if (row > 1 && column > 1 && word[row - 1] === other[column - 2] && word[row - 2] === other[column - 1])
        least = Math.min(least, (twoBack[column - 2] as number) + 1);
      now.push(least);
    }
    [twoBack, back] = [back, now];
  }
  return Math.min(...back);
}

/** Whether every word of the question stands in the text, or something that differs from it by no more than a slip of the fingers. */
export function isSimilar(question: readonly string[], text: string): boolean {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return question.every((word) => {
    const allowed = mistakesIn(word);
    return text.includes(word) || (allowed > 0 && words.some((other) => mistakesTo(word, other) <= allowed));
  });
}
