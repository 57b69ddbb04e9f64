import type { Migration } from '../../server/core/db/migrate.js';

/** What the tab of a company or contact lists: its quotes and invoices, the newest first. */
export const clients: Migration = {
  name: '0003-clients',
  async up(m) {
    for (const table of ['sales_quotes', 'sales_invoices'])
      for (const of of ['company', 'contact'])
        await m.createIndex(`${table}_by_${of}`, table, [`${of}_id`, 'created_at', 'id'], { where: 'deleted_at is null' });
  },
};
