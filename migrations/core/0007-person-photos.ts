import type { Migration } from '../../server/core/db/migrate.js';

/** A person's picture: a file of the store. */
export const personPhotos: Migration = {
  name: '0007-person-photos',
  async up(m) {
    await m.addColumn('people', 'photo_id', 'int?');
  },
};
