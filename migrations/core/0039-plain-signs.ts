import type { Migration } from '../../server/core/db/migrate.js';
import { withPlainSigns } from '../../server/core/db/plain-signs.js';

/** Names of people and titles in the bin are compared by their folded words; the search index is read anew by its own job. */
export const plainSigns: Migration = {
  name: '0039-plain-signs',
  async up(m) {
    await withPlainSigns(m, 'people', 'folded_name');
    await withPlainSigns(m, 'bin_entries', 'folded_title');
  },
};
