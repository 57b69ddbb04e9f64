import type { Actor } from '../access/actor.js';
import { type RecordContext, scopeOf } from './context.js';
import { type Totals, totalsByStage } from './counters.js';
import type { Kind } from './kind.js';
import { pageOf } from './list.js';

const none: Totals = { count: 0, sums: [] };

/**
 * The board of one row of stages: per stage the number and sums of what the actor may see, and the first cards.
 * As JSON text, see {@link pageOf}. Without filters the numbers come from the counters; with filters each column is counted as its list would be.
 */
export async function board(ctx: RecordContext, actor: Actor, kind: Kind, stageIds: readonly number[], query: Record<string, unknown>): Promise<string> {
  const stageField = kind.declaration.stage as string;
  const cards = { limit: 20, ...query };
  const filtered = Object.keys(query).some((key) => !['limit', 'sort'].includes(key));
  const totals = filtered ? null : await totalsByStage(ctx.db, kind, scopeOf(ctx, actor, kind, 'read'), { stages: stageIds });
  const columns = [];
  for (const stageId of stageIds) {
    const page = await pageOf(ctx, actor, kind, { ...cards, [stageField]: stageId, ...(filtered ? { total: 'true' } : {}) });
    const { count, sums } = page.totals ?? totals?.get(stageId) ?? none;
    const head = JSON.stringify({ stageId, count, sums: sums.map(({ amount, currency }) => ({ amount, currency })), next: page.next });
    columns.push(`${head.slice(0, -1)},"items":${page.items}}`);
  }
  return `{"columns":[${columns.join(',')}]}`;
}
