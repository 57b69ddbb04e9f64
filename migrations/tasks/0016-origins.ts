import type { Migration } from '../../server/core/db/migrate.js';

export const origins: Migration = {
  name: '0016-origins',
  async up(m) {
    // What an imported task is called where it came from: a second import of the same knows it again.
    await m.createTable('tasks_origins', { columns: { task_id: 'int', origin: 'text' }, primaryKey: ['task_id'] });
    await m.createIndex('tasks_origins_by_origin', 'tasks_origins', ['origin']);
  },
};
