import type { Migration } from '../../server/core/db/migrate.js';
import type { Column, Schema } from '../../server/core/db/schema.js';

const live = 'deleted_at is null';

/** A table of records with the indexes that its lists walk; without `owner` for dictionaries, which are everybody's. */
async function recordTable(m: Schema, table: string, own: Record<string, Column>, { owner, sortable }: { owner: boolean; sortable: string[] }): Promise<void> {
  await m.createTable(table, {
    columns: {
      id: 'id',
      version: 'int',
      ...own,
      ...(owner ? { owner_id: 'int?' } : {}),
      created_at: 'text',
      created_by: 'int?',
      updated_at: 'text',
      deleted_at: 'text?',
    },
  });
  for (const column of ['created_at', ...sortable]) {
    await m.createIndex(`${table}_by_${column}`, table, [column, 'id', ...(owner ? ['owner_id'] : [])], { where: live });
    if (owner) await m.createIndex(`${table}_by_owner_${column}`, table, ['owner_id', column, 'id'], { where: live });
  }
}

const channels = { phones: 'text', emails: 'text' } as const;
const nextStep = { next_activity_at: 'text?', next_activity_kind: 'text?', next_activity_title: 'text?' } as const;

export const base: Migration = {
  name: '0001-base',
  async up(m) {
    await recordTable(m, 'crm_pipelines', { name: 'text', position: 'int?', is_default: 'int' }, { owner: false, sortable: ['position'] });
    await recordTable(
      m,
      'crm_stages',
      { name: 'text', pipeline_id: 'int?', semantic: 'text', colour: 'int?', position: 'int?', rule: 'text?' },
      { owner: false, sortable: ['position'] },
    );
    await recordTable(m, 'crm_sources', { name: 'text', position: 'int?' }, { owner: false, sortable: ['position'] });
    await recordTable(m, 'crm_lost_reasons', { name: 'text', position: 'int?' }, { owner: false, sortable: ['position'] });

    await recordTable(
      m,
      'crm_leads',
      {
        title: 'text',
        first_name: 'text?',
        last_name: 'text?',
        company_name: 'text?',
        position: 'text?',
        ...channels,
        stage_id: 'int',
        amount: 'int?',
        currency: 'text?',
        source_id: 'int?',
        address: 'text?',
        comments: 'text?',
        deal_id: 'int?',
        contact_id: 'int?',
        company_id: 'int?',
        closed_at: 'text?',
        lost_reason_id: 'int?',
        ...nextStep,
      },
      { owner: true, sortable: ['amount'] },
    );
    await m.createIndex('crm_leads_by_stage', 'crm_leads', ['stage_id', 'created_at', 'id', 'owner_id'], { where: live });

    await recordTable(
      m,
      'crm_deals',
      {
        title: 'text',
        pipeline_id: 'int',
        stage_id: 'int',
        amount: 'int?',
        currency: 'text?',
        probability: 'int?',
        begin_on: 'text?',
        close_on: 'text?',
        company_id: 'int?',
        contact_id: 'int?',
        lead_id: 'int?',
        source_id: 'int?',
        comments: 'text?',
        lost_reason_id: 'int?',
        closed_at: 'text?',
        stage_entered_at: 'text?',
        contract_number: 'text?',
        contract_day: 'text?',
        contract_file_id: 'int?',
        origin_id: 'text?',
        product_name: 'text?',
        ...nextStep,
      },
      { owner: true, sortable: ['amount', 'close_on'] },
    );
    await m.createIndex('crm_deals_by_stage', 'crm_deals', ['stage_id', 'created_at', 'id', 'owner_id'], { where: live });
    await m.createIndex('crm_deals_by_company', 'crm_deals', ['company_id', 'created_at', 'id'], { where: live });
    await m.createIndex('crm_deals_by_contact', 'crm_deals', ['contact_id', 'created_at', 'id'], { where: live });
    await m.createIndex('crm_deals_by_origin', 'crm_deals', ['origin_id'], { where: 'origin_id is not null' });

    await recordTable(
      m,
      'crm_contacts',
      {
        title: 'text',
        first_name: 'text?',
        last_name: 'text?',
        company_name: 'text?',
        position: 'text?',
        ...channels,
        company_id: 'int?',
        source_id: 'int?',
        lead_id: 'int?',
        address: 'text?',
        comments: 'text?',
      },
      { owner: true, sortable: [] },
    );
    await m.createIndex('crm_contacts_by_company', 'crm_contacts', ['company_id', 'created_at', 'id'], { where: live });

    await recordTable(
      m,
      'crm_companies',
      {
        title: 'text',
        industry: 'text?',
        tax_id: 'text?',
        ...channels,
        website: 'text?',
        address: 'text?',
        founded_year: 'int?',
        revenue: 'int?',
        currency: 'text?',
        employees: 'int?',
        parent_name: 'text?',
        source_id: 'int?',
        lead_id: 'int?',
        comments: 'text?',
      },
      { owner: true, sortable: ['revenue'] },
    );

    await recordTable(
      m,
      'crm_activities',
      {
        kind: 'text',
        title: 'text',
        text: 'text?',
        record_type: 'text',
        record_id: 'int',
        due_at: 'text?',
        remind_minutes: 'int?',
        done_at: 'text?',
        result: 'text?',
      },
      { owner: true, sortable: ['due_at'] },
    );
    await m.createIndex('crm_activities_by_record', 'crm_activities', ['record_type', 'record_id', 'created_at', 'id'], { where: live });
    await m.createIndex('crm_activities_open', 'crm_activities', ['record_type', 'record_id', 'due_at', 'id'], { where: `${live} and done_at is null` });

    await m.createTable('crm_channels', {
      columns: { record_type: 'text', record_id: 'int', kind: 'text', normalized: 'text', tail: 'text' },
      primaryKey: ['record_type', 'record_id', 'kind', 'normalized'],
    });
    await m.createIndex('crm_channels_by_tail', 'crm_channels', ['kind', 'tail', 'record_type', 'record_id']);

    await m.createTable('crm_stage_history', {
      columns: { id: 'id', record_type: 'text', record_id: 'int', stage_id: 'int', entered_at: 'text', left_at: 'text?' },
    });
    await m.createIndex('crm_stage_history_by_record', 'crm_stage_history', ['record_type', 'record_id', 'id']);
    await m.createIndex('crm_stage_history_open', 'crm_stage_history', ['record_type', 'stage_id', 'record_id'], { where: 'left_at is null' });
  },
};
