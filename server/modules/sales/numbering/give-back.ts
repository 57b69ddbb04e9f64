import { sql } from 'kysely';
import { type NumberedKind, numberText } from '../../../contracts/sales/numbering.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { inIds } from '../../../core/db/fragments.js';
import { sequenceAt } from '../../../core/records/numbers.js';
import type { SalesRun } from '../run.js';
import { numbered, readPattern, sequenceOf } from './numbers.js';

/**
 * Gives back the numbers of documents that are about to go as if they had never been, as far as no other follows them and they look as
 * numbers do now.
 */
export async function giveBackNumbers(run: SalesRun, tx: Tx, kind: NumberedKind, ids: readonly number[]): Promise<void> {
  const { timeZone } = run.settings.company();
  const pattern = await readPattern(tx.q, kind);
  const { rows } = await sql<{ number: string; created_at: string }>`select number, created_at from ${sql.table(numbered[kind].table)}
    where ${inIds(tx.dialect, sql.ref('id'), ids)} and number is not null`.execute(tx.q);
  const going = new Set(rows.map(({ number }) => number));
  const days = new Set(rows.map(({ created_at }) => dayIn(timeZone, created_at)));
  for (const name of new Set([...days].map((day) => sequenceOf(kind, pattern, day)))) {
    const { last: before } = await sequenceAt(tx.q, name);
    let last = before;
    while (last > 0 && [...days].some((day) => sequenceOf(kind, pattern, day) === name && going.has(numberText(pattern, day, last)))) last -= 1;
    if (last === before) continue;
    if (last === 0) await tx.q.deleteFrom('number_sequences').where('name', '=', name).execute();
    else await tx.q.updateTable('number_sequences').set({ last, given: last }).where('name', '=', name).execute();
  }
}
