import { type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.js';

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

/** For migrations: writes the folded words of a column with the signs of the keys; the few rows that have others are the only ones touched. */
export async function withPlainSigns(m: Schema, table: string, column: string, also: RawBuilder<unknown> = sql`true`): Promise<void> {
  const words = sql.ref(column);
  const plain = forms.reduce<RawBuilder<unknown>>((text, [form, sign]) => sql`replace(${text}, ${sql.lit(form)}, ${sql.lit(sign)})`, words);
  await m.run(sql`update ${sql.table(table)} set ${words} = ${plain} where ${words} <> ${plain} and ${also}`);
}
