import type { Migration } from '../../server/core/db/migrate.js';

/** How each person wants to be told, what waits for their digest, and up to where they have seen what is new. */
export const inbox: Migration = {
  name: '0016-inbox',
  async up(m) {
    // 0: only told by mail, not to be seen in the portal.
    await m.addColumn('notices', 'shown', { type: 'int', default: 1 });
    // 1: waits for the next digest.
    await m.addColumn('notices', 'for_digest', { type: 'int', default: 0 });
    await m.createIndex('notices_for_digest', 'notices', ['person_id', 'id'], { where: 'for_digest = 1' });
    await m.createIndex('notices_by_read', 'notices', ['read_at'], { where: 'read_at is not null' });
    await m.createTable('notice_settings', {
      columns: {
        person_id: { type: 'int', references: 'people' },
        kinds: 'text',
        quiet: 'text?',
        digest: 'text?',
        // The zone for which the moment of the next digest was reckoned.
        time_zone: 'text',
        next_digest_at: 'text?',
      },
      primaryKey: ['person_id'],
    });
    await m.createTable('visits', {
      columns: {
        person_id: { type: 'int', references: 'people' },
        seen_at: 'text',
        seen_history: 'int',
        since_at: 'text',
        since_history: 'int',
      },
      primaryKey: ['person_id'],
    });
  },
};
