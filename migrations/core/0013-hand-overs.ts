import type { Migration } from '../../server/core/db/migrate.js';

/** To whom the work of somebody who left went, record by record, so that it can be given back. */
export const handOvers: Migration = {
  name: '0013-hand-overs',
  async up(m) {
    await m.createTable('hand_overs', {
      columns: {
        id: 'id',
        person_id: { type: 'int', references: 'people' },
        to_id: { type: 'int', references: 'people' },
        by_id: 'int?',
        at: 'text',
        state: 'text',
        moved: 'int',
        returned: 'int',
      },
    });
    await m.createIndex('hand_overs_by_person', 'hand_overs', ['person_id', 'id']);
    await m.createTable('handed_records', {
      columns: { hand_over_id: { type: 'int', references: 'hand_overs' }, record_type: 'text', record_id: 'int', history_id: 'int' },
      primaryKey: ['hand_over_id', 'record_type', 'record_id'],
    });
  },
};
