import { endpoint } from './endpoint.js';

/** How many things need the person today. */
export interface DayCount {
  count: number;
}
export const dayEndpoints = {
  /** What "My day" shows, as a number. */
  count: endpoint<{ reply: DayCount }>()('GET', '/day', 'signed-in'),
};
