import type { Migration } from '../../server/core/db/migrate.js';

/** When a session was last used, and whom an administrator looks at the portal as through it. */
export const sessionUse: Migration = {
  name: '0005-sessions',
  async up(m) {
    await m.addColumn('sessions', 'last_used_at', 'text?');
    await m.addColumn('sessions', 'viewing_as', 'int?');
  },
};
