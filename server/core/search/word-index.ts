import { type RawBuilder, sql } from 'kysely';

/** Entries with `id`, `owner_id` and `words`, and on SQLite the index of their trigrams. */
export interface WordIndex {
  name: string;
  entries: RawBuilder<unknown>;
  trigrams: RawBuilder<unknown>;
  /** Index of the entries by owner and id. */
  byOwner: RawBuilder<unknown>;
  /** The words of an entry `e` as that index holds them, on SQLite. */
  wordsByOwner: RawBuilder<unknown>;
}
/** What records say themselves. */
export const ofRecords: WordIndex = {
  name: 'records',
  entries: sql`search_entries`,
  trigrams: sql`search_trigrams`,
  byOwner: sql`search_entries_by_owner`,
  // The index leaves out long texts; those are read.
  wordsByOwner: sql`coalesce(case when length(e.words) <= 400 then e.words end, e.words)`,
};
/** What is said about them. */
export const ofComments: WordIndex = {
  name: 'comments',
  entries: sql`search_comments`,
  trigrams: sql`search_comment_trigrams`,
  byOwner: sql`search_comments_by_owner`,
  wordsByOwner: sql`e.words`,
};
