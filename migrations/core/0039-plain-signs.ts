import { type RawBuilder, sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';
import type { Schema } from '../../server/core/db/schema.js';

/** Apostrophes, quotes and dashes that count as those of the keys from here on. */
const forms = [
  ['’', "'"],
  ['‘', "'"],
  ['ʼ', "'"],
  ['“', '"'],
  ['”', '"'],
  ['«', '"'],
  ['»', '"'],
  ['‐', '-'],
  ['–', '-'],
  ['—', '-'],
] as const;

/** Writes the folded words of a column with the signs of the keys; the few rows that have others are the only ones touched. */
export async function withPlainSigns(m: Schema, table: string, column: string, also: RawBuilder<unknown> = sql`true`): Promise<void> {
  const words = sql.ref(column);
  const plain = forms.reduce<RawBuilder<unknown>>((text, [form, sign]) => sql`replace(${text}, ${sql.lit(form)}, ${sql.lit(sign)})`, words);
  await m.run(sql`update ${sql.table(table)} set ${words} = ${plain} where ${words} <> ${plain} and ${also}`);
}

/** Names of people and titles in the bin are compared by their folded words; the search index is read anew by its own job. */
export const plainSigns: Migration = {
  name: '0039-plain-signs',
  async up(m) {
    await withPlainSigns(m, 'people', 'folded_name');
    await withPlainSigns(m, 'bin_entries', 'folded_title');
  },
};
