/**
 * The form in which words are compared: lower case, without accents, white space collapsed. The databases fold
 * differently (SQLite only ASCII), so both sides of every comparison go through here.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
