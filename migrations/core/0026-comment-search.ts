import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** Words of comments, by which their records are found; an index of its own, so that it does not lie in the way of the records' own words. */
export const commentSearch: Migration = {
  name: '0026-comment-search',
  async up(m) {
    await m.createTable('search_comments', {
      columns: { id: 'id', comment_id: 'int', record_type: 'text', record_id: 'int', owner_id: 'int?', words: 'text' },
      unique: [['comment_id']],
    });
    await m.createIndex('search_comments_by_record', 'search_comments', ['record_type', 'record_id']);
    await m.createIndex('search_comments_by_owner', 'search_comments', ['owner_id', 'id']);
    if (m.dialect === 'sqlite')
      await m.run(
        sql`create virtual table search_comment_trigrams using fts5(words, tokenize = 'trigram', content = '', contentless_delete = 1, detail = full)`,
      );
    else await m.run(sql`create index search_comments_by_trigram on search_comments using gin (words gin_trgm_ops)`);
  },
};
