import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';
import { withPlainSigns } from '../../server/core/db/plain-signs.js';

/** Names by which a contact or company is known again are compared by the signs of the keys. */
export const plainSigns: Migration = {
  name: '0015-plain-signs',
  async up(m) {
    await withPlainSigns(m, 'crm_channels', 'normalized', sql`kind = 'name'`);
    await withPlainSigns(m, 'crm_channels', 'tail', sql`kind = 'name' and record_type = 'crm.contact'`);
  },
};
