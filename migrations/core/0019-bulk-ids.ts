import type { Migration } from '../../server/core/db/migrate.js';

/**
 * What a change of many records is about, written down when it begins: the ids in pieces, each found by its last. A run that
 * is under way now does not have them: it ends here, and what it did can be taken back.
 */
export const bulkIds: Migration = {
  name: '0019-bulk-ids',
  async up(m) {
    await m.createTable('bulk_ids', { columns: { run_id: 'int', last_id: 'int', ids: 'text' }, primaryKey: ['run_id', 'last_id'] });
    await m.q.updateTable('bulk_runs').set({ state: 'failed' }).where('state', '=', 'running').where('undo_of', 'is', null).execute();
  },
};
