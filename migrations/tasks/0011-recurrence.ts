import type { Migration } from '../../server/core/db/migrate.js';

export const recurrence: Migration = {
  name: '0011-recurrence',
  async up(m) {
    await m.createTable('tasks_series', {
      columns: {
        id: 'id',
        rule: 'text',
        start_on: 'text',
        last_on: 'text',
        next_on: 'text?',
        made: 'int',
        person_id: 'int?',
        created_at: 'text',
        ended_at: 'text?',
        failure: 'text?',
      },
    });
    await m.createIndex('tasks_series_running', 'tasks_series', ['id'], { where: 'ended_at is null' });
    // Each occurrence of a series is made once, whatever is killed when.
    await m.createTable('tasks_occurrences', { columns: { series_id: 'int', day: 'text', task_id: 'int' }, primaryKey: ['series_id', 'day'] });
    await m.createIndex('tasks_occurrences_by_task', 'tasks_occurrences', ['task_id'], { unique: true });
  },
};
