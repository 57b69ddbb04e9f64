import { fillBin } from '../../server/core/db/fill-bin.js';
import type { Migration } from '../../server/core/db/migrate.js';

/** Columns by which it is found what points at a record; few rows have them filled. */
const pointers = [
  ['crm_leads', 'deal_id'],
  ['crm_leads', 'contact_id'],
  ['crm_leads', 'company_id'],
  ['crm_deals', 'lead_id'],
  ['crm_contacts', 'lead_id'],
  ['crm_companies', 'lead_id'],
] as const;

export const bin: Migration = {
  name: '0002-bin',
  async up(m) {
    for (const [table, column] of pointers)
      await m.createIndex(`${table}_by_${column}`, table, [column, 'id'], { where: `deleted_at is null and ${column} is not null` });
    await fillBin(m, [
      ...['lead', 'deal', 'contact'].map((name) => ({ table: `crm_${name}s`, type: `crm.${name}`, title: 'title', owner: true })),
      { table: 'crm_companies', type: 'crm.company', title: 'title', owner: true },
      { table: 'crm_activities', type: 'crm.activity', title: 'title', owner: true },
      ...['pipeline', 'stage', 'source'].map((name) => ({ table: `crm_${name}s`, type: `crm.${name}`, title: 'name', owner: false })),
      { table: 'crm_lost_reasons', type: 'crm.lost-reason', title: 'name', owner: false },
    ]);
  },
};
