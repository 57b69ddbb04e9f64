import type { Migration } from '../../server/core/db/migrate.js';

/** The open tasks about a record, the earliest first. */
export const openAbout: Migration = {
  name: '0017-open-about',
  up: (m) =>
    m.createIndex('tasks_tasks_open_about', 'tasks_tasks', ['about_type', 'about_id', 'deadline_at', 'id'], {
      where: 'deleted_at is null and about_id is not null and closed_at is null',
    }),
};
