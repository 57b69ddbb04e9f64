import type { Migration } from '../../server/core/db/migrate.js';

/** A one-time link brings somebody in for the first time (`invite`) or back in (`reset`). */
export const linkKinds: Migration = {
  name: '0011-link-kinds',
  async up(m) {
    await m.addColumn('invites', 'kind', { type: 'text', default: 'invite' });
    await m.addColumn('invites', 'created_at', 'text?');
  },
};
