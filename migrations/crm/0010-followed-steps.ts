import type { Migration } from '../../server/core/db/migrate.js';

/** Next steps that went along when their lead was converted: back they go when that is taken back. */
export const followedSteps: Migration = {
  name: '0010-followed-steps',
  async up(m) {
    await m.createTable('crm_followed_steps', { columns: { step_type: 'text', step_id: 'int', lead_id: 'int' }, primaryKey: ['step_type', 'step_id'] });
    await m.createIndex('crm_followed_steps_by_lead', 'crm_followed_steps', ['lead_id']);
  },
};
