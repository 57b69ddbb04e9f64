import type { Migration } from '../../server/core/db/migrate.js';

/** Who has put the list of first steps away. */
export const firstSteps: Migration = {
  name: '0018-first-steps',
  async up(m) {
    await m.createTable('first_steps_dismissed', { columns: { person_id: { type: 'int', references: 'people' }, at: 'text' }, primaryKey: ['person_id'] });
  },
};
