import type { Migration } from '../../server/core/db/migrate.js';

/** Rows of an import that were not taken in: the file keeps their cells, here stand the reasons. */
export const importErrors: Migration = {
  name: '0002-import-errors',
  async up(m) {
    await m.createTable('import_errors', { columns: { import_id: 'int', row_number: 'int', reasons: 'text' }, primaryKey: ['import_id', 'row_number'] });
    await m.createIndex('imports_by_person', 'imports', ['person_id', 'id']);
  },
};
