import type { Migration } from '../../server/core/db/migrate.js';

export const templates: Migration = {
  name: '0015-templates',
  async up(m) {
    await m.createTable('tasks_templates', {
      columns: {
        id: 'id',
        version: 'int',
        name: 'text',
        kind: 'text',
        shared: 'int',
        owner_id: 'int',
        task_count: 'int',
        content: 'text',
        created_at: 'text',
        updated_at: 'text',
        deleted_at: 'text?',
      },
    });
    await m.createIndex('tasks_templates_by_owner', 'tasks_templates', ['owner_id', 'name'], { where: 'deleted_at is null' });
    await m.createIndex('tasks_templates_shared', 'tasks_templates', ['name'], { where: 'shared = 1 and deleted_at is null' });
  },
};
