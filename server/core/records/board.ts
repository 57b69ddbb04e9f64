import { type Actor, everything } from '../access/actor.js';
import { type RecordContext, scopeOf } from './context.js';
import { type Totals, totalsByStage } from './counters.js';
import type { Kind } from './kind.js';
import { pageOf } from './list.js';

const none: Totals = { count: 0, sums: [] };

interface BoardOf {
  /** Field by which the cards of a stage stand unless the query says otherwise; that of the index `<table>_by_stage`. */
  order?: string;
  /** The one record that holds all that is in these stages. */
  containerId?: number;
}

/**
 * The board of one row of stages: per stage the number and sums of what the actor may see, and the first cards.
 * As JSON text, see {@link pageOf}. Without filters the numbers come from the counters; with filters each column is counted as its list would be.
 */
export async function board(
  ctx: RecordContext,
  actor: Actor,
  kind: Kind,
  stageIds: readonly number[],
  query: Record<string, unknown>,
  { order, containerId }: BoardOf = {},
): Promise<string> {
  const stageField = kind.declaration.stage as string;
  const { container } = kind.declaration;
  const inside = container && containerId !== undefined ? { [container]: containerId } : {};
  const cards = { limit: 20, ...(order ? { sort: order } : {}), ...query, ...inside };
  const filtered = Object.keys(query).some((key) => !['limit', 'sort'].includes(key));
  const scope = scopeOf(ctx, actor, kind, 'read');
  const seesAll = !scope.all && containerId !== undefined && (scope.doors?.containers.includes(containerId) ?? false);
  const totals = filtered ? null : await totalsByStage(ctx.db, kind, seesAll ? everything : scope, { stages: stageIds });
  // The index of a stage holds its cards in their usual order.
  const isWalk = !filtered && query.sort === undefined;
  const columns = [];
  for (const stageId of stageIds) {
    const page = await pageOf(ctx, actor, kind, { ...cards, [stageField]: stageId, ...(filtered ? { total: 'true' } : {}) }, isWalk);
    const { count, sums } = page.totals ?? totals?.get(stageId) ?? none;
    const head = JSON.stringify({ stageId, count, sums: sums.map(({ amount, currency }) => ({ amount, currency })), next: page.next });
    columns.push(`${head.slice(0, -1)},"items":${page.items}}`);
  }
  return `{"columns":[${columns.join(',')}]}`;
}
