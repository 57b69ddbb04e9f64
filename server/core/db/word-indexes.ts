/** On SQLite: the index of trigrams that goes with each table of words. It is made from that table, and is neither dumped nor compared. */
export const trigramsOf: Readonly<Record<string, string>> = { search_entries: 'search_trigrams', search_comments: 'search_comment_trigrams' };

/** A condition on a column of names: none of the tables in which SQLite keeps these indexes. */
export const isNoWordIndex = (column: string): string =>
  Object.values(trigramsOf)
    .map((index) => `${column} not glob '${index}*'`)
    .join(' and ');
