import type { Migration } from '../../server/core/db/migrate.js';

/** Who stands in for the head of a department, and sees what the head sees. */
export const deputies: Migration = {
  name: '0012-deputies',
  async up(m) {
    await m.addColumn('departments', 'deputy_id', 'int?');
  },
};
