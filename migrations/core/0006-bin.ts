import type { Migration } from '../../server/core/db/migrate.js';

/** What lies in the bin, of every kind in one place, and the indexes by which what hangs on a record is found when it is purged. */
export const bin: Migration = {
  name: '0006-bin',
  async up(m) {
    await m.createTable('bin_entries', {
      columns: {
        id: 'id',
        record_type: 'text',
        record_id: 'int',
        owner_id: 'int?',
        title: 'text',
        folded_title: 'text',
        deleted_at: 'text',
        deleted_by: 'int?',
      },
      unique: [['record_type', 'record_id']],
    });
    await m.createIndex('bin_entries_by_day', 'bin_entries', ['deleted_at', 'id']);
    await m.createIndex('timeline_links_by_entry', 'timeline_links', ['entry_id']);
    await m.createIndex('files_by_record', 'files', ['record_type', 'record_id'], { where: 'record_id is not null' });
    await m.createIndex('files_by_content', 'files', ['sha256']);
    await m.createIndex('mails_by_record', 'mails', ['record_type', 'record_id'], { where: 'record_id is not null' });
    await m.createIndex('notices_by_record', 'notices', ['record_type', 'record_id'], { where: 'record_id is not null' });
  },
};
