import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/**
 * The parts of an index of words are put together when eight of a size are there, not four as is usual: where records are changed by the
 * dozen that took up more time than all else, and its longest pauses.
 */
export const rarerMerges: Migration = {
  name: '0041-rarer-merges',
  async up(m) {
    if (m.dialect !== 'sqlite') return;
    await m.run(sql`insert into search_trigrams (search_trigrams, rank) values ('automerge', 8)`);
    await m.run(sql`insert into search_comment_trigrams (search_comment_trigrams, rank) values ('automerge', 8)`);
  },
};
