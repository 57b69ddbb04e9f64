import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The stages of a pipeline (0: of leads) in their order: each new lead and deal asks for the first of them. */
export const stagesInOrder: Migration = {
  name: '0014-stages-in-order',
  async up(m) {
    await m.run(sql`create index crm_stages_in_order on crm_stages (coalesce(pipeline_id, 0), position, id) where deleted_at is null`);
  },
};
