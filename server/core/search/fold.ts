/** Letters of ASCII alone have no accents to take off; asking is much quicker than taking. */
const isPlain = /^[\t-~]*$/;

/** White space that is not one blank between two words; most texts have none, and asking is again the quicker. */
const untidy = /\s\s|[^\S ]|^\s|\s$/;

/** Signs that people do not tell apart, and telephones put in place of those on the keys; each beside the sign of ASCII. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/[\u00b4\u02b9\u02bb\u02bc\u02c8\u2018-\u201b\u2032\u2035\uff07]/g, "'"],
  [/[\u00ab\u00bb\u02ba\u201c-\u201f\u2033\u2036\u2039\u203a\u300c-\u300f\uff02]/g, '"'],
  [/[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g, '-'],
  // Seen by nobody: soft hyphens and what joins or parts letters.
  [/[\u00ad\u200b-\u200f\u2060]/g, ''],
];

/** The same text with apostrophes, quotes and dashes as keys have them: a curly apostrophe is one. */
export const plainSigns = (text: string): string =>
  isPlain.test(text) ? text : alike.reduce((signs, [form, sign]) => signs.replace(form, sign), text).replace(/\s/g, ' ');

/**
 * The form in which words are compared: lower case, without accents, signs as keys have them, white space collapsed. The databases fold
 * differently (SQLite only ASCII), so both sides of every comparison go through here.
 */
export function fold(text: string): string {
  const letters = isPlain.test(text)
    ? text
    : plainSigns(text)
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '');
  const lower = letters.toLowerCase();
  return untidy.test(lower) ? lower.replace(/\s+/g, ' ').trim() : lower;
}
