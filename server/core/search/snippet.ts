import { fold } from './fold.js';

/** Letters shown before the word that was found, and in all. */
const before = 30;
const shown = 110;

/** The part of a text in which the first of these words stands that is in it. @param words folded. */
export function snippetOf(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const folded = fold(line);
  const at = Math.max(0, folded.indexOf(words.find((word) => folded.includes(word)) ?? ''));
  const from = at <= before ? 0 : line.lastIndexOf(' ', at - before) + 1;
  const part = line.slice(from, from + shown);
  return `${from > 0 ? '…' : ''}${part}${from + shown < line.length ? '…' : ''}`;
}
