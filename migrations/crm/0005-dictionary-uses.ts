import type { Migration } from '../../server/core/db/migrate.js';

/** How many records name a source or a lost reason is counted from these. */
export const dictionaryUses: Migration = {
  name: '0005-dictionary-uses',
  async up(m) {
    for (const table of ['crm_leads', 'crm_deals', 'crm_contacts', 'crm_companies'])
      await m.createIndex(`${table}_by_source`, table, ['source_id'], { where: 'source_id is not null and deleted_at is null' });
    for (const table of ['crm_leads', 'crm_deals'])
      await m.createIndex(`${table}_by_lost_reason`, table, ['lost_reason_id'], { where: 'lost_reason_id is not null and deleted_at is null' });
  },
};
