import type { Migration } from '../../server/core/db/migrate.js';

/** Whose importer took a file in: imports go with their module. */
export const importModule: Migration = {
  name: '0027-import-module',
  async up(m) {
    await m.addColumn('imports', 'module', { type: 'text', default: 'core' });
    const ofCrm = ['leads', 'contacts', 'companies', 'deals'];
    await m.q.updateTable('imports').set({ module: 'crm' }).where('kind', 'in', ofCrm).execute();
    await m.q.updateTable('imports').set({ module: 'sales' }).where('kind', '=', 'products').execute();
  },
};
