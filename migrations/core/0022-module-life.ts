import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/**
 * What is under way with a module's data and is gone on with after a kill, the highest id of each table that was taken away, and
 * which portal this is, so that an archive knows whether people and roles still have the ids it names.
 */
export const moduleLife: Migration = {
  name: '0022-module-life',
  async up(m) {
    await m.createTable('module_moves', { columns: { module: 'text', work: 'text', data: 'text', at: 'text' }, primaryKey: ['module'] });
    await m.createTable('id_marks', { columns: { name: 'text', last: 'int' }, primaryKey: ['name'] });
    await m.addColumn('modules', 'archive', 'text?');
    await m.addColumn('idempotency_keys', 'module', { type: 'text', default: 'core' });
    await m.run(sql`insert into settings (key, value) values ('portal.id', ${JSON.stringify(randomUUID())})`);
  },
};
