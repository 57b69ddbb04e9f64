import type { Migration } from '../../server/core/db/migrate.js';

/** Which records a change of many left as they are, and why: ids in pieces, each found by its last. And the way to a person's own runs. */
export const bulkLeft: Migration = {
  name: '0025-bulk-left',
  async up(m) {
    await m.createTable('bulk_left', {
      columns: { run_id: 'int', reason: 'text', last_id: 'int', ids: 'text' },
      primaryKey: ['run_id', 'reason', 'last_id'],
    });
    await m.createIndex('bulk_runs_by_person', 'bulk_runs', ['person_id', 'id']);
  },
};
