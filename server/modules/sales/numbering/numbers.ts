import { sql } from 'kysely';
import { type NumberedKind, type NumberPattern, numberText, usualPattern } from '../../../contracts/sales/numbering.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import type { Kind } from '../../../core/records/kind.js';
import { nextNumber } from '../../../core/records/numbers.js';
import { invoiceKind, quoteKind, shipmentKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

export const numbered: Readonly<Record<NumberedKind, Kind>> = { quote: quoteKind, invoice: invoiceKind, shipment: shipmentKind };

/** The pattern of a kind as it is stored, or the usual one. */
export async function readPattern(q: Queries, kind: NumberedKind): Promise<NumberPattern> {
  const row = await q.selectFrom('sales_numbering').selectAll().where('kind', '=', kind).executeTakeFirst();
  if (!row) return usualPattern;
  const { prefix, year, month, separator, width, restart } = row;
  return { prefix, year, month: month === 1, separator, width, restart } as NumberPattern;
}

/** The name of the running number; core keeps it, so that it goes on even where the module was taken away meanwhile. */
export const sequenceOf = (kind: NumberedKind, { restart }: Pick<NumberPattern, 'restart'>, day: string): string =>
  restart === 'yearly' ? `sales.${kind}.${day.slice(0, 4)}` : `sales.${kind}`;

/** Whether a document has this number, also one in the bin. */
async function isGiven(q: Queries, kind: NumberedKind, number: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(numbered[kind].table)} where number = ${number} limit 1`.execute(q);
  return rows.length > 0;
}

/** The first running number from here on whose text was not given yet, by this pattern or by an earlier one. */
export async function firstFree(q: Queries, kind: NumberedKind, pattern: NumberPattern, day: string, from: number): Promise<number> {
  let running = from;
  while (await isGiven(q, kind, numberText(pattern, day, running))) running += 1;
  return running;
}

/** Documents of the sample have a series of their own, so that those of the company begin with their first. */
const samplePattern: NumberPattern = { prefix: 'EX-', year: 'none', month: false, separator: '', width: 4, restart: 'never' };
const sampleSequence = (kind: NumberedKind): string => `sales.${kind}.sample`;

/** The next number of the sample's own series. */
async function takeSampleNumber(tx: Tx, kind: NumberedKind, day: string): Promise<string> {
  for (;;) {
    const number = numberText(samplePattern, day, await nextNumber(tx, sampleSequence(kind)));
    if (!(await isGiven(tx.q, kind, number))) return number;
  }
}

/** The sample is gone, and with it its series. */
export async function forgetSampleSeries(tx: Tx, kind: NumberedKind): Promise<void> {
  await tx.q.deleteFrom('number_sequences').where('name', '=', sampleSequence(kind)).execute();
}

/** The next number of a kind on this day of the company's time zone; without a gap, see {@link nextNumber}. */
export async function takeNumber(run: SalesRun, tx: Tx, kind: NumberedKind): Promise<string> {
  const day = dayIn(run.settings.company().timeZone, run.now());
  if (run.isSample) return takeSampleNumber(tx, kind, day);
  const pattern = await readPattern(tx.q, kind);
  for (;;) {
    const number = numberText(pattern, day, await nextNumber(tx, sequenceOf(kind, pattern, day)));
    if (!(await isGiven(tx.q, kind, number))) return number;
  }
}
