import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The right to make, read and remove backups; the administrator's role, which has everything, gets it. */
export const backupRight: Migration = {
  name: '0023-backup-right',
  async up(m) {
    await m.run(sql`insert into role_grants (role_id, permission, scope)
      select id, 'core.backup.manage', 'all' from roles where built_in = 'administrator' on conflict do nothing`);
  },
};
