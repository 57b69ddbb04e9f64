/** Words that a column's name may have or lack without meaning anything else. */
const fillers = new Set(['de', 'da', 'do', 'das', 'dos', 'a', 'o', 'e', 'of', 'the', 'and']);

/**
 * A name as plain words, so that `closeDate`, `Close date`, `CLOSE_DATE` and `close-date` are the same, and `Responsável`
 * is `responsavel`: case, accents, punctuation and joints of camelCase do not count.
 */
export function foldWords(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** {@link foldWords} run together: `e-mail`, `E mail` and `email` are one. */
export const fold = (name: string): string => foldWords(name).join('');

/** The words that carry meaning, each without the `s` of a plural. */
export function meaningfulWords(name: string): string[] {
  const words = foldWords(name);
  const carrying = words.filter((word) => !fillers.has(word));
  return (carrying.length > 0 ? carrying : words).map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word));
}
