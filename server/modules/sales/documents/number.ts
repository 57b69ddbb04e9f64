import type { Tx } from '../../../core/db/database.js';
import type { Kind } from '../../../core/records/kind.js';
import { nextNumber } from '../../../core/records/numbers.js';
import { dayIn } from '../days.js';
import type { SalesRun } from '../run.js';

/** The next number of a kind in this year of the company's time zone, such as `2026-0001`; without a gap, see {@link nextNumber}. */
export async function takeNumber(run: SalesRun, tx: Tx, kind: Kind): Promise<string> {
  const year = dayIn(run.settings.company().timeZone, run.now()).slice(0, 4);
  const number = await nextNumber(tx, `${kind.type}.${year}`);
  return `${year}-${String(number).padStart(4, '0')}`;
}
