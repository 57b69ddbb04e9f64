import type { Dependency } from '../../../../server/contracts/tasks/endpoints.js';

interface Point {
  x: number;
  y: number;
}
/** Points that an arrow goes straight out of a bar and into one. */
const out = 8;

/** The way of an arrow from an end of one bar to an end of another, in right angles. @param between from the middle of a row to its edge. */
export function arrowPath(kind: Dependency['kind'], from: Point, to: Point, between: number): string {
  const leaves = kind === 'end-start' || kind === 'end-end' ? 1 : -1;
  const enters = kind === 'end-start' || kind === 'start-start' ? -1 : 1;
  const [x1, x2] = [from.x + leaves * out, to.x + enters * out];
  if (leaves === enters) return `M${from.x} ${from.y}H${leaves > 0 ? Math.max(x1, x2) : Math.min(x1, x2)}V${to.y}H${to.x}`;
  if ((x2 - x1) * leaves >= 0) return `M${from.x} ${from.y}H${x1}V${to.y}H${to.x}`;
  const y = from.y + (to.y >= from.y ? between : -between);
  return `M${from.x} ${from.y}H${x1}V${y}H${x2}V${to.y}H${to.x}`;
}
