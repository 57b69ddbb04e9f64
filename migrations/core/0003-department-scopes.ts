import type { Migration } from '../../server/core/db/migrate.js';

/** `department` had meant the departments below too; from here on `department-below` says so, and nobody sees less than before. */
export const departmentScopes: Migration = {
  name: '0003-department-scopes',
  async up(m) {
    await m.q.updateTable('role_grants').set({ scope: 'department-below' }).where('scope', '=', 'department').execute();
  },
};
