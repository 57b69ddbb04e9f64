import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

const nothing = { legalName: null, stateRegistration: null, cityRegistration: null, site: null, bank: null, logo: null, accent: null };

/** The company's address in parts, and what else it can say about itself. An address that was one text becomes its street line. */
export const companyDetails: Migration = {
  name: '0017-company-details',
  async up(m) {
    const { rows } = await sql<{ value: string }>`select value from settings where key = 'company'`.execute(m.q);
    for (const { value } of rows) {
      const company = JSON.parse(value) as { address?: string | null };
      const street = company.address?.trim().replace(/\s*[\r\n]+\s*/g, ', ') || null;
      const address = street === null ? null : { street, extra: null, district: null, postalCode: null, city: null, region: null };
      await m.run(sql`update settings set value = ${JSON.stringify({ ...nothing, ...company, address })} where key = 'company'`);
    }
  },
};
