import { sql } from 'kysely';
import type { Uses } from '../../../contracts/crm/endpoints.js';
import type { Queries } from '../../../core/db/database.js';

/** How many records, not in the bin, name each entry of a dictionary; an index holds just these. */
export async function usesOf(q: Queries, column: 'source_id' | 'lost_reason_id', tables: readonly string[]): Promise<Uses['items']> {
  const counts = new Map<number, number>();
  for (const table of tables) {
    const name = sql.ref(column);
    const { rows } = await sql<{ id: number; n: number }>`select ${name} as id, count(*) as n from ${sql.table(table)}
      where ${name} is not null and deleted_at is null group by ${name}`.execute(q);
    for (const { id, n } of rows) counts.set(id, (counts.get(id) ?? 0) + Number(n));
  }
  return [...counts].map(([id, count]) => ({ id, count }));
}

/** How many leads and deals stand in each stage, as the boards count them. */
export async function recordsByStage(q: Queries): Promise<Uses['items']> {
  const rows = await q
    .selectFrom('record_counters')
    .select((eb) => ['stage_id as id', eb.fn.sum<number>('n').as('n')])
    .where('record_type', 'in', ['crm.lead', 'crm.deal'])
    .groupBy('stage_id')
    .execute();
  return rows.flatMap(({ id, n }) => (Number(n) > 0 ? [{ id, count: Number(n) }] : []));
}
