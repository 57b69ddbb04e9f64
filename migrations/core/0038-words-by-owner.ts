import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** On SQLite the words of records lie beside each other by whose they are: one's own are looked through without reading the entries. */
export const wordsByOwner: Migration = {
  name: '0038-words-by-owner',
  async up(m) {
    if (m.dialect !== 'sqlite') return;
    await m.run(sql`drop index search_entries_by_owner`);
    // Long texts stay with their entries, so that the index remains small.
    await m.run(sql`create index search_entries_by_owner on search_entries (owner_id, id, record_type, case when length(words) <= 400 then words end)`);
  },
};
