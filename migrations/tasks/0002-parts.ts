import type { Migration } from '../../server/core/db/migrate.js';

/** Points of checklists, and what tasks wait for. */
export const parts: Migration = {
  name: '0002-parts',
  async up(m) {
    await m.createTable('tasks_checks', {
      columns: {
        id: 'id',
        task_id: { type: 'int', references: 'tasks_tasks' },
        parent_id: 'int?',
        text: 'text',
        position: 'int',
        done_at: 'text?',
        done_by: 'int?',
        person_id: 'int?',
        file_ids: 'text',
        deleted_at: 'text?',
      },
    });
    await m.createIndex('tasks_checks_by_task', 'tasks_checks', ['task_id', 'position']);
    await m.createTable('tasks_dependencies', {
      columns: {
        id: 'id',
        from_id: { type: 'int', references: 'tasks_tasks' },
        to_id: { type: 'int', references: 'tasks_tasks' },
        kind: 'text',
        lag_minutes: 'int',
      },
      unique: [['from_id', 'to_id']],
    });
    await m.createIndex('tasks_dependencies_by_to', 'tasks_dependencies', ['to_id']);
  },
};
