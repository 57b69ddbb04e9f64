import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/**
 * What people say about a record, of every kind in one place. A comment stands on the timeline through its entry, so that it
 * goes along where a timeline is shared; the notes that stood there become comments of their writers.
 */
export const comments: Migration = {
  name: '0015-comments',
  async up(m) {
    await m.createTable('comments', {
      columns: {
        id: 'id',
        version: 'int',
        record_type: 'text',
        record_id: 'int',
        entry_id: 'int',
        author_id: 'int?',
        html: 'text',
        words: 'text',
        created_at: 'text',
        changed_at: 'text?',
        deleted_at: 'text?',
        deleted_by: 'int?',
      },
      unique: [['entry_id']],
    });
    await m.createIndex('comments_by_record', 'comments', ['record_type', 'record_id', 'id']);
    await m.createIndex('comments_deleted', 'comments', ['deleted_at', 'id'], { where: 'deleted_at is not null' });
    const lineEnd = m.dialect === 'sqlite' ? sql`char(10)` : sql`chr(10)`;
    await m.run(sql`insert into comments (version, record_type, record_id, entry_id, author_id, html, words, created_at)
      select 1, record_type, record_id, id, actor_id,
        '<p>' || replace(replace(replace(replace(text, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), ${lineEnd}, '<br />') || '</p>', text, at
      from timeline_entries where kind = 'note' and text is not null order by id`);
    await m.run(sql`update timeline_entries set kind = 'comment', text = null where kind = 'note' and text is not null`);
  },
};
