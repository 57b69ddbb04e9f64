import type { Migration } from '../../server/core/db/migrate.js';

/** Where the records of a stage, pipeline, source or lost reason go that is being emptied before it is removed, and how many there were. */
export const emptying: Migration = {
  name: '0007-emptying',
  async up(m) {
    for (const table of ['crm_stages', 'crm_pipelines', 'crm_sources', 'crm_lost_reasons']) {
      await m.addColumn(table, 'moves_to', 'int?');
      await m.addColumn(table, 'moves_total', 'int?');
    }
    // What lies in the bin moves along; the other indexes leave it out.
    for (const table of ['crm_leads', 'crm_deals', 'crm_contacts', 'crm_companies'])
      await m.createIndex(`${table}_gone_by_source`, table, ['source_id'], { where: 'source_id is not null and deleted_at is not null' });
    for (const table of ['crm_leads', 'crm_deals']) {
      await m.createIndex(`${table}_gone_by_lost_reason`, table, ['lost_reason_id'], { where: 'lost_reason_id is not null and deleted_at is not null' });
      await m.createIndex(`${table}_gone_by_stage`, table, ['stage_id'], { where: 'deleted_at is not null' });
    }
  },
};
