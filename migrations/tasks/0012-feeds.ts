import type { Migration } from '../../server/core/db/migrate.js';

export const feeds: Migration = {
  name: '0012-feeds',
  async up(m) {
    // One address a person; only what it is known by is kept.
    await m.createTable('tasks_feeds', {
      columns: { person_id: 'int', hash: 'text', created_at: 'text', read_at: 'text?' },
      primaryKey: ['person_id'],
      unique: [['hash']],
    });
  },
};
