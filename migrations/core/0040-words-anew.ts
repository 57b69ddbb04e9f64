import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The search index is read anew as soon as the portal is up, not in the night after: until then old entries have signs of their own. */
export const wordsAnew: Migration = {
  name: '0040-words-anew',
  async up(m) {
    await m.run(sql`update jobs set due_at = '2026-01-01T00:00:00.000Z' where kind = 'core.reindex' and state = 'waiting'`);
  },
};
