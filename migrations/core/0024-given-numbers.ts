import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/**
 * The highest number of a sequence that was really given, beside the last one that counts: a next number that was set too high can be
 * lowered down to it. Until a module knows better, all that count were given.
 */
export const givenNumbers: Migration = {
  name: '0024-given-numbers',
  async up(m) {
    await m.addColumn('number_sequences', 'given', { type: 'int', default: 0 });
    await m.run(sql`update number_sequences set given = last`);
  },
};
