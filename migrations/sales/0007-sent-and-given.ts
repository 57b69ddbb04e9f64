import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The running number at the end of a number: never less than it was, where no separator stands before it. */
const runningOf = (number: string): number => Number(/\d{1,15}$/.exec(number)?.[0] ?? 0);

/** When a sent quote was changed afterwards, so that its client has an older one; and which numbers were really given. */
export const sentAndGiven: Migration = {
  name: '0007-sent-and-given',
  async up(m) {
    await m.addColumn('sales_quotes', 'changed_after_sending', 'text?');
    for (const [kind, table] of [
      ['quote', 'sales_quotes'],
      ['invoice', 'sales_invoices'],
      ['shipment', 'sales_shipments'],
    ] as const) {
      const { rows } = await sql<{ number: string; year: string }>`select number, substr(created_at, 1, 4) as year from ${sql.table(table)}
        where number is not null`.execute(m.q);
      const given = new Map<string, number>();
      const note = (sequence: string, running: number) => given.set(sequence, Math.max(given.get(sequence) ?? 0, running));
      for (const { number, year } of rows) {
        const running = runningOf(number);
        // In the company's zone the year may be the one before or after.
        for (const near of [Number(year) - 1, Number(year), Number(year) + 1]) note(`sales.${kind}.${near}`, running);
        note(`sales.${kind}`, running);
      }
      await m.run(sql`update number_sequences set given = 0 where name = ${`sales.${kind}`} or name like ${`sales.${kind}.%`}`);
      for (const [name, most] of given)
        await m.run(sql`update number_sequences set given = case when last < ${most} then last else ${most} end where name = ${name}`);
    }
  },
};
