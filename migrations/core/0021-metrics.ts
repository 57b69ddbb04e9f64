import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The right to read the figures of `/metrics`; the administrator's role, which has everything, gets it. */
export const metrics: Migration = {
  name: '0021-metrics',
  async up(m) {
    await m.run(sql`insert into role_grants (role_id, permission, scope)
      select id, 'core.metrics.read', 'all' from roles where built_in = 'administrator' on conflict do nothing`);
  },
};
