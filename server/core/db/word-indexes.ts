import type { Handle } from './sqlite-prepare.js';

/** On SQLite: the index of trigrams that goes with each table of words. It is made from that table, and is neither dumped nor compared. */
export const trigramsOf: Readonly<Record<string, string>> = { search_entries: 'search_trigrams', search_comments: 'search_comment_trigrams' };

/** A condition on a column of names: none of the tables in which SQLite keeps these indexes. */
export const isNoWordIndex = (column: string): string =>
  Object.values(trigramsOf)
    .map((index) => `${column} not glob '${index}*'`)
    .join(' and ');

/** Percent of a part of the index that may be of rows which are gone, before it is written anew: the usual of SQLite. */
const usualGone = 10;
/** Pages that one step writes. */
const pagesOfStep = 100;

/** One step of putting an index in order, within a transaction. @returns whether it is. */
export function tidyWordIndex(handle: Handle, table: string, index: string): boolean {
  // A number that is bound is none of the whole numbers that it takes.
  const tell = (command: string, value?: number) => handle.exec(`insert into ${index} (${index}, rank) values ('${command}', ${value ?? 'null'})`);
  tell('deletemerge', usualGone);
  if (!handle.prepare(`select 1 from ${table} limit 1`).get()) {
    tell('delete-all');
    return true;
  }
  const changes = handle.prepare<[], number>('select total_changes()').pluck();
  const before = changes.get() ?? 0;
  tell('merge', pagesOfStep);
  // A step that finds nothing to do changes one row: the command itself.
  return (changes.get() ?? 0) - before < 2;
}
