import type { Migration } from '../../server/core/db/migrate.js';

/** How much room the disk had, hour by hour, and what the health checks said last, so that a fault is told of once. */
export const health: Migration = {
  name: '0032-health',
  async up(m) {
    await m.createTable('health_samples', { columns: { id: 'id', at: 'text', disk_free: 'int', disk_total: 'int' } });
    await m.createTable('health_states', { columns: { name: 'text', state: 'text', since: 'text', told_at: 'text?' }, primaryKey: ['name'] });
  },
};
