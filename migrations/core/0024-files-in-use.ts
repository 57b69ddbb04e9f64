import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** A photo belongs to its person, as any file in use belongs to something; what belongs to nothing is found by who brought it. */
export const filesInUse: Migration = {
  name: '0024-files-in-use',
  async up(m) {
    await m.run(sql`update files set record_type = 'core.person', record_id = (select min(p.id) from people p where p.photo_id = files.id)
      where record_type is null and exists (select 1 from people p where p.photo_id = files.id)`);
    await m.createIndex('files_of_nothing', 'files', ['created_by', 'created_at'], { where: 'record_type is null' });
    await m.createIndex('people_by_photo', 'people', ['photo_id'], { where: 'photo_id is not null' });
  },
};
