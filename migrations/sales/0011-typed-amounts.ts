import type { Migration } from '../../server/core/db/migrate.js';

/** What people had typed as the amount of a deal before its documents gave it theirs, to come back when there are none. */
export const typedAmounts: Migration = {
  name: '0011-typed-amounts',
  async up(m) {
    await m.createTable('sales_typed_amounts', {
      columns: { deal_id: 'int', amount: 'int?', currency: 'text?', given_amount: 'int', given_currency: 'text' },
      primaryKey: ['deal_id'],
    });
  },
};
