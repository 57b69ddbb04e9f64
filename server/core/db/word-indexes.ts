import { sql } from 'kysely';
import type { Tx } from './database.js';
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

/**
 * Lets rows go without the index of words being written anew meanwhile, as it is each time a tenth of them is gone: of many that go
 * this took ten times as long as the rows, up to two seconds in one commit. {@link tidyWordIndex} does it afterwards.
 */
export async function leaveWordIndexes(tx: Tx): Promise<void> {
  if (tx.dialect !== 'sqlite') return;
  for (const index of Object.values(trigramsOf)) await sql`insert into ${sql.table(index)} (${sql.ref(index)}, rank) values ('deletemerge', 0)`.execute(tx.q);
}

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
