import type { Migration } from '../../server/core/db/migrate.js';

/** Two contacts or companies that were one all along: which goes on under which, and what is given back when that is taken back. */
export const merges: Migration = {
  name: '0017-merges',
  async up(m) {
    for (const table of ['crm_contacts', 'crm_companies']) {
      await m.addColumn(table, 'merged_into_id', 'int?');
      await m.createIndex(`${table}_by_merged`, table, ['merged_into_id'], { where: 'merged_into_id is not null' });
    }
    await m.createTable('crm_merges', {
      columns: { record_type: 'text', record_id: 'int', into_id: 'int', history_id: 'int?', handed: 'text' },
      primaryKey: ['record_type', 'record_id'],
    });
  },
};
