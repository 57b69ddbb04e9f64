import { sql } from 'kysely';
import type { Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { inIds } from '../../../core/db/fragments.js';
import type { Kind } from '../../../core/records/kind.js';
import { nextNumber } from '../../../core/records/numbers.js';
import type { SalesRun } from '../run.js';

/** The next number of a kind in this year of the company's time zone, such as `2026-0001`; without a gap, see {@link nextNumber}. */
export async function takeNumber(run: SalesRun, tx: Tx, kind: Kind): Promise<string> {
  const year = dayIn(run.settings.company().timeZone, run.now()).slice(0, 4);
  const number = await nextNumber(tx, `${kind.type}.${year}`);
  return `${year}-${String(number).padStart(4, '0')}`;
}

/**
 * Gives back the numbers of documents that are about to go as if they had never been, as far as no other follows them.
 */
export async function giveBackNumbers(tx: Tx, kind: Kind, ids: readonly number[]): Promise<void> {
  const { rows } = await sql<{ number: string | null }>`select number from ${sql.table(kind.table)}
    where ${inIds(tx.dialect, sql.ref('id'), ids)}`.execute(tx.q);
  const free = new Map<string, Set<number>>();
  for (const { number } of rows) {
    const [, year, place] = /^(\d{4})-(\d+)$/.exec(number ?? '') ?? [];
    if (year) free.set(`${kind.type}.${year}`, (free.get(`${kind.type}.${year}`) ?? new Set()).add(Number(place)));
  }
  for (const [name, places] of free) {
    const sequence = await tx.q.selectFrom('number_sequences').select('last').where('name', '=', name).executeTakeFirst();
    let last = sequence?.last ?? 0;
    while (places.has(last)) last -= 1;
    if (last === 0) await tx.q.deleteFrom('number_sequences').where('name', '=', name).execute();
    else await tx.q.updateTable('number_sequences').set({ last }).where('name', '=', name).execute();
  }
}
