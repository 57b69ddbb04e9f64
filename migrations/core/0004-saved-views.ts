import type { Migration } from '../../server/core/db/migrate.js';

/** How people keep the lists they come back to. In `view_defaults` person 0 stands for everybody. */
export const savedViews: Migration = {
  name: '0004-saved-views',
  async up(m) {
    await m.createTable('saved_views', {
      columns: {
        id: 'id',
        version: 'int',
        record_type: 'text',
        person_id: { type: 'int', references: 'people' },
        name: 'text',
        shared: 'int',
        settings: 'text',
        created_at: 'text',
        deleted_at: 'text?',
      },
    });
    await m.createIndex('saved_views_by_kind', 'saved_views', ['record_type', 'person_id']);
    await m.createTable('view_defaults', { columns: { record_type: 'text', person_id: 'int', view_id: 'int' }, primaryKey: ['record_type', 'person_id'] });
  },
};
