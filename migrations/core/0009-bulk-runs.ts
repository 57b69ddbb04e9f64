import type { Migration } from '../../server/core/db/migrate.js';

/** Changes to many records at once: how far each is, and what every record was like before, for the way back. */
export const bulkRuns: Migration = {
  name: '0009-bulk-runs',
  async up(m) {
    await m.createTable('bulk_runs', {
      columns: { id: 'id', at: 'text', person_id: 'int', record_type: 'text', action: 'text', state: 'text', undo_of: 'int?', data: 'text' },
    });
    await m.createIndex('bulk_runs_by_undone', 'bulk_runs', ['undo_of'], { where: 'undo_of is not null' });
    await m.createTable('bulk_items', { columns: { run_id: 'int', record_id: 'int', changes: 'text' }, primaryKey: ['run_id', 'record_id'] });
  },
};
