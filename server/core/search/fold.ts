/** Letters of ASCII alone have no accents to take off; asking is much quicker than taking. */
const isPlain = /^[\t-~]*$/;

/**
 * The form in which words are compared: lower case, without accents, white space collapsed. The databases fold
 * differently (SQLite only ASCII), so both sides of every comparison go through here.
 */
export function fold(text: string): string {
  const letters = isPlain.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return letters.toLowerCase().replace(/\s+/g, ' ').trim();
}
