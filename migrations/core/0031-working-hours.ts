import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** As tasks had it until now. */
const workingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', break: null };

/** When the company works becomes a setting. */
export const companyHours: Migration = {
  name: '0031-working-hours',
  async up(m) {
    const { rows } = await sql<{ value: string }>`select value from settings where key = 'company'`.execute(m.q);
    for (const { value } of rows)
      await m.run(sql`update settings set value = ${JSON.stringify({ workingHours, ...(JSON.parse(value) as object) })} where key = 'company'`);
  },
};
