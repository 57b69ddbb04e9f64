import type { Migration } from '../../server/core/db/migrate.js';

/** Tasks that rules of stages made and wait for, and where the record goes when one is done. */
export const ruleTasks: Migration = {
  name: '0008-rule-tasks',
  async up(m) {
    await m.createTable('crm_rule_tasks', {
      columns: { task_id: 'int', record_type: 'text', record_id: 'int', from_stage_id: 'int', to_stage_id: 'int' },
      primaryKey: ['task_id'],
    });
    await m.createIndex('crm_rule_tasks_by_record', 'crm_rule_tasks', ['record_type', 'record_id']);
  },
};
