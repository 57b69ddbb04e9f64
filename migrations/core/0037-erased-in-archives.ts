import type { Migration } from '../../server/core/db/migrate.js';

/** What an erasure did in archives, as JSON without names, and what it waits for. */
export const erasedInArchives: Migration = {
  name: '0037-erased-in-archives',
  async up(m) {
    await m.addColumn('erasures', 'archives', 'text?');
    await m.addColumn('erasures', 'problem', 'text?');
  },
};
