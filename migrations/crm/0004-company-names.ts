import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** As companies are compared from here on; what is stored is folded already. */
const forms = new Set(['ltda', 'limitada', 'me', 'epp', 'eireli', 'sa', 'llc', 'inc', 'ltd', 'limited', 'gmbh', 'sarl', 'sl', 'corp', 'co', 'cia']);
const joiners = new Set(['e', 'and', 'y', 'et', 'und']);

function coreOf(folded: string): string {
  const signless = folded.replace(/[.'’]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
  const words = signless
    .trim()
    .replace(/ s a(?= |$)/g, ' sa')
    .split(' ');
  if (words[0] === 'cia' && words.length > 1) words.shift();
  while (words.length > 1 && forms.has(words.at(-1) ?? '')) {
    words.pop();
    if (words.length > 1 && joiners.has(words.at(-1) ?? '')) words.pop();
  }
  return words.join(' ') || folded;
}

/** Companies that are there already are found without their legal form too. */
export const companyNames: Migration = {
  name: '0004-company-names',
  async up(m) {
    const { rows } = await sql<{ record_id: number; normalized: string }>`
      select record_id, normalized from crm_channels where record_type = 'crm.company' and kind = 'name'`.execute(m.q);
    for (const { record_id, normalized } of rows) {
      const tail = coreOf(normalized);
      if (tail !== normalized)
        await m.run(sql`update crm_channels set tail = ${tail}
          where record_type = 'crm.company' and record_id = ${record_id} and kind = 'name' and normalized = ${normalized}`);
    }
  },
};
