import type { Migration } from '../../server/core/db/migrate.js';

/** Whose personal data was erased: ids alone, so that what comes back with a module or a backup is erased again. */
export const erasures: Migration = {
  name: '0030-erasures',
  async up(m) {
    await m.createTable('erasures', {
      columns: { id: 'id', record_type: 'text', record_id: 'int', at: 'text', by_id: 'int?', state: 'text' },
      unique: [['record_type', 'record_id']],
    });
  },
};
