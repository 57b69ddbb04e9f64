import type { Migration } from '../../server/core/db/migrate.js';

/** Files that people attach to records and take away again, and what has been sent so far of those that are on their way. */
export const recordFiles: Migration = {
  name: '0014-record-files',
  async up(m) {
    await m.addColumn('files', 'attached_at', 'text?');
    await m.addColumn('files', 'removed_at', 'text?');
    await m.createIndex('files_by_removal', 'files', ['removed_at']);
    await m.createTable('uploads', {
      columns: {
        id: 'id',
        token: 'text',
        person_id: { type: 'int', references: 'people' },
        name: 'text',
        size: 'int',
        media_type: 'text',
        created_at: 'text',
        file_id: 'int?',
      },
    });
    await m.createIndex('uploads_by_token', 'uploads', ['token'], { unique: true });
    await m.createIndex('uploads_by_person', 'uploads', ['person_id', 'id']);
    await m.createIndex('uploads_by_age', 'uploads', ['created_at']);
  },
};
