import type { Migration } from '../../server/core/db/migrate.js';

/** Which lines of the history of records an import wrote, as ranges of their numbers: by these it can be taken back. */
export const importUndo: Migration = {
  name: '0008-import-undo',
  async up(m) {
    await m.createTable('import_changes', { columns: { import_id: 'int', first_id: 'int', last_id: 'int' }, primaryKey: ['import_id', 'first_id'] });
  },
};
