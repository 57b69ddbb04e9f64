import type { Migration } from '../../server/core/db/migrate.js';

/** What step with a module's data was interrupted last, and what became of it: JSON, see server/core/modules/interruptions. */
export const interruptedSteps: Migration = {
  name: '0036-interrupted-steps',
  async up(m) {
    await m.addColumn('modules', 'interrupted', 'text?');
  },
};
