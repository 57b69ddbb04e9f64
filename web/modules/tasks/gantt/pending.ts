import type { Grip } from '../../../../server/contracts/tasks/chart-spans.js';
import type { ChartedTask } from '../../../../server/contracts/tasks/endpoints.js';

export interface Point {
  x: number;
  y: number;
}
/** What is on its way and not stored yet. */
export type Pending =
  | { of: 'bar'; task: ChartedTask; grip: Grip; days: number }
  | { of: 'link'; task: ChartedTask; end: 'from' | 'until'; to: Point }
  | { of: 'tray'; task: ChartedTask; at: Point; day: number | null };
