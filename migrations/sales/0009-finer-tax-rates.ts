import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** Tax rates were hundredths of a percent; they are thousandths now, so that 8.875 % can be kept. Both tables at once: rows take theirs from products. */
export const finerTaxRates: Migration = {
  name: '0009-finer-tax-rates',
  async up(m) {
    for (const table of ['sales_products', 'sales_rows']) await m.run(sql`update ${sql.table(table)} set tax_rate = tax_rate * 10 where tax_rate <> 0`);
  },
};
