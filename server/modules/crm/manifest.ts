import { defineManifest } from '../../core/kernel/manifest.js';

export const manifest = defineManifest({
  id: 'crm',
  requires: [],
  cooperates: ['tasks'],
  intent: 'sell',
  icon: 'funnel',
  permissions: [
    ...(['crm.lead', 'crm.deal', 'crm.contact', 'crm.company'] as const).flatMap((type) => [
      `${type}.read`,
      `${type}.create`,
      `${type}.change`,
      `${type}.delete`,
      `${type}.import`,
      `${type}.export`,
    ]),
    ...(['crm.activity', 'crm.pipeline', 'crm.stage', 'crm.source', 'crm.lost-reason'] as const).flatMap((type) => [
      `${type}.read`,
      `${type}.create`,
      `${type}.change`,
      `${type}.delete`,
    ]),
  ],
  owns: {
    tables: [
      'crm_leads',
      'crm_deals',
      'crm_contacts',
      'crm_companies',
      'crm_activities',
      'crm_pipelines',
      'crm_stages',
      'crm_sources',
      'crm_lost_reasons',
      'crm_channels',
      'crm_stage_history',
      'crm_rule_tasks',
      'crm_followed_steps',
      'crm_merges',
    ],
    fileColumns: ['crm_deals.contract_file_id'],
    parts: [
      { table: 'crm_channels', of: { typeColumn: 'record_type' }, idColumn: 'record_id', again: 'nothing' },
      { table: 'crm_stage_history', of: { typeColumn: 'record_type' }, idColumn: 'record_id', again: 'nothing' },
      { table: 'crm_rule_tasks', of: { typeColumn: 'record_type' }, idColumn: 'record_id', again: 'nothing' },
      { table: 'crm_merges', of: { typeColumn: 'record_type' }, idColumn: 'record_id', again: 'nothing' },
      { table: 'crm_followed_steps', of: { type: 'crm.lead' }, idColumn: 'lead_id', again: 'nothing' },
    ],
    personal: [{ table: 'crm_channels', of: { typeColumn: 'record_type' }, idColumn: 'record_id', erased: null }],
    records: ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company', 'crm.activity', 'crm.pipeline', 'crm.stage', 'crm.source', 'crm.lost-reason'],
  },
});
