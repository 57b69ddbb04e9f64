import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

const atOnce = 1000;

/** Companies that are there already are found by their tax id, by its letters and digits alone. */
export const taxIds: Migration = {
  name: '0016-tax-ids',
  async up(m) {
    for (let last = 0; ; ) {
      const { rows } = await sql<{ id: number; tax_id: string }>`
        select id, tax_id from crm_companies where tax_id is not null and id > ${last} order by id limit ${sql.lit(atOnce)}`.execute(m.q);
      const ids = rows.map(({ id, tax_id }) => ({ id, bare: tax_id.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '') })).filter(({ bare }) => bare !== '');
      if (ids.length > 0)
        await m.run(sql`insert into crm_channels (record_type, record_id, kind, normalized, tail)
          values ${sql.join(ids.map(({ id, bare }) => sql`('crm.company', ${id}, 'taxId', ${bare}, ${bare})`))} on conflict do nothing`);
      if (rows.length < atOnce) return;
      last = rows.at(-1)?.id ?? last;
    }
  },
};
