import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** With what filters and rights look at, open tasks are counted without reading them. */
export const openTasksCounted: Migration = {
  name: '0020-open-tasks-counted',
  async up(m) {
    const where = 'deleted_at is null and closed_at is null';
    await m.run(sql`drop index tasks_tasks_open_by_deadline_at`);
    await m.createIndex('tasks_tasks_open_by_deadline_at', 'tasks_tasks', ['closed_at', 'deadline_at', 'id', 'owner_id', 'state', 'project_id'], { where });
    await m.run(sql`drop index tasks_tasks_open_by_owner`);
    await m.createIndex('tasks_tasks_open_by_owner', 'tasks_tasks', ['closed_at', 'owner_id', 'deadline_at', 'id', 'state'], { where });
  },
};
