import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../db/database.js';
import { fold } from './fold.js';

/** So many of the newest entries are looked through for words of one or two letters, which the trigram index cannot find. */
const shortWordWindow = 20_000;

const likeEscaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/**
 * The condition on `search_entries e` that all words of `text` occur, each anywhere in a word; words of one or two
 * letters only at the beginning of a word. Null when there is nothing to search for.
 */
export function matches(dialect: Dialect, text: string): RawBuilder<boolean> | null {
  const words = [...new Set(fold(text).split(' ').filter(Boolean))].slice(0, 8);
  if (words.length === 0) return null;
  const long = words.filter((word) => [...word].length >= 3);
  const conditions: RawBuilder<boolean>[] = [];
  if (dialect === 'sqlite') {
    if (long.length > 0) {
      const phrase = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
      conditions.push(sql<boolean>`e.id in (select rowid from search_trigrams where search_trigrams match ${phrase})`);
    }
  } else {
    for (const word of long) conditions.push(sql<boolean>`e.words like ${`%${likeEscaped(word)}%`}`);
  }
  if (long.length === 0) conditions.push(sql<boolean>`e.id > (select coalesce(max(id), 0) - ${shortWordWindow} from search_entries)`);
  for (const word of words.filter((one) => [...one].length < 3)) conditions.push(sql<boolean>`' ' || e.words like ${`% ${likeEscaped(word)}%`} escape '\\'`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
