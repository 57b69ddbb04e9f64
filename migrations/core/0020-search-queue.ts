import type { Migration } from '../../server/core/db/migrate.js';

/** Records whose search entries are to be brought up to date, by a moment after the change. */
export const searchQueue: Migration = {
  name: '0020-search-queue',
  async up(m) {
    await m.createTable('search_queue', { columns: { id: 'id', record_type: 'text', record_id: 'int' } });
  },
};
