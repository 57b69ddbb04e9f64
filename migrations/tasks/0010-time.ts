import type { Migration } from '../../server/core/db/migrate.js';

export const time: Migration = {
  name: '0010-time',
  async up(m) {
    await m.createTable('tasks_time', {
      columns: {
        id: 'id',
        version: 'int',
        task_id: 'int',
        person_id: 'int',
        day: 'text',
        minutes: 'int',
        note: 'text?',
        started_at: 'text?',
        created_at: 'text',
        updated_at: 'text',
      },
    });
    await m.createIndex('tasks_time_by_day', 'tasks_time', ['day', 'id']);
    await m.createIndex('tasks_time_by_person', 'tasks_time', ['person_id', 'day', 'id']);
    await m.createIndex('tasks_time_by_task', 'tasks_time', ['task_id', 'day', 'id']);
    // One running timer a person.
    await m.createTable('tasks_timers', { columns: { person_id: 'int', task_id: 'int', started_at: 'text' }, primaryKey: ['person_id'] });
    await m.createIndex('tasks_timers_by_task', 'tasks_timers', ['task_id']);
    // Every lock that was ever set: the newest counts, the others say who set them when.
    await m.createTable('tasks_time_locks', { columns: { id: 'id', before_day: 'text?', set_at: 'text', set_by: 'int?' } });
  },
};
