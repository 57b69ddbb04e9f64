import type { Migration } from '../../server/core/db/migrate.js';

/** How the numbers of each kind look. Without a row they look as they always did: the year, then four digits from 1 every year. */
export const numbering: Migration = {
  name: '0004-numbering',
  async up(m) {
    await m.createTable('sales_numbering', {
      columns: { kind: 'text', prefix: 'text', year: 'text', month: 'int', separator: 'text', width: 'int', restart: 'text' },
      primaryKey: ['kind'],
    });
  },
};
