import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** What is open is what people look at all day, and a small part of all that there ever was. */
export const openTasks: Migration = {
  name: '0019-open-tasks',
  async up(m) {
    // Handing on a task that was declined left the moment of that in it.
    await m.run(sql`update tasks_tasks set closed_at = null where closed_at is not null and state not in ('done', 'declined')`);
    // The first column is the same everywhere: it makes SQLite choose these where only what is open is asked for.
    const where = 'deleted_at is null and closed_at is null';
    await m.createIndex('tasks_tasks_open_by_deadline_at', 'tasks_tasks', ['closed_at', 'deadline_at', 'id', 'owner_id'], { where });
    await m.createIndex('tasks_tasks_open_by_owner', 'tasks_tasks', ['closed_at', 'owner_id', 'deadline_at', 'id'], { where });
  },
};
