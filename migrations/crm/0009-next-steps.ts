import type { Migration } from '../../server/core/db/migrate.js';

/** The next step of a lead or deal may be a record of another module. What has none is found, counted and summed without reading what has. */
export const nextSteps: Migration = {
  name: '0009-next-steps',
  async up(m) {
    for (const [table, pipeline] of [
      ['crm_leads', []],
      ['crm_deals', ['pipeline_id']],
    ] as const) {
      await m.addColumn(table, 'next_step_type', 'text?');
      await m.addColumn(table, 'next_step_id', 'int?');
      await m.createIndex(`${table}_by_foreign_step`, table, ['id'], { where: 'deleted_at is null and next_step_type is not null' });
      const where = 'deleted_at is null and closed_at is null and next_activity_kind is null';
      await m.createIndex(`${table}_without_step`, table, ['created_at', 'id', 'owner_id'], { where });
      // Counts and sums read this alone, which SQLite sees only where the columns of the condition are in it, too.
      const read = ['stage_id', 'owner_id', ...pipeline, 'amount', 'currency', 'deleted_at', 'closed_at', 'next_activity_kind'];
      await m.createIndex(`${table}_count_without_step`, table, read, { where });
    }
  },
};
