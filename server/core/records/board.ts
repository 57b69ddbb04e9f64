import type { Money } from '../../contracts/core/fields.js';
import type { Actor } from '../access/actor.js';
import { type RecordContext, scopeOf } from './context.js';
import { totalsByStage } from './counters.js';
import type { Kind } from './kind.js';
import { list } from './list.js';

/**
 * The board of one row of stages: per stage the number and sums of what the actor may see, and the first cards.
 * Without filters the numbers come from the counters; with filters each column is counted as its list would be.
 */
export async function board(ctx: RecordContext, actor: Actor, kind: Kind, stageIds: readonly number[], query: Record<string, unknown>) {
  const stageField = kind.declaration.stage as string;
  const cards = { limit: 20, ...query };
  const filtered = Object.keys(query).some((key) => !['limit', 'sort'].includes(key));
  const totals = filtered ? null : await totalsByStage(ctx.db, kind, scopeOf(ctx, actor, kind, 'read'), { stages: stageIds });
  const columns = [];
  for (const stageId of stageIds) {
    const page = await list(ctx, actor, kind, { ...cards, [stageField]: stageId, ...(filtered ? { total: 'true' } : {}) });
    const counted = totals?.get(stageId) ?? { count: page.total ?? 0, sums: page.sums ?? [] };
    const sums: Money[] = counted.sums.map(({ amount, currency }) => ({ amount, currency }));
    columns.push({ stageId, count: counted.count, sums, items: page.items, next: page.next });
  }
  return { columns };
}
