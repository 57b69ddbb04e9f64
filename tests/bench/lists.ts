import type { Prepared } from './prepare.js';
import { type Length, printHead, race, serveFloor, servePortal } from './race.js';

/** Lists of 50 deals: all, a department's, one's own, by amount and by created day. @returns requests a second by name. */
export async function benchLists({ folder, cookies, rows }: Prepared, length: Length): Promise<Map<string, number>> {
  const sides = { portal: await servePortal(folder), floor: await serveFloor(folder) };
  const speeds = new Map<string, number>();
  printHead(`${rows.toLocaleString('en')} deals, lists of 50, 16 connections`);
  try {
    for (const sort of ['amount', 'createdAt'] as const) {
      for (const [who, cookie] of Object.entries(cookies)) {
        const name = `${who}, by ${sort}`;
        speeds.set(name, await race(name, sides, { ...length, cookie, connections: 16 }, () => ({ path: `/api/v1/crm/deals?limit=50&sort=-${sort}` })));
      }
    }
  } finally {
    await sides.portal.stop();
    await sides.floor.stop();
  }
  return speeds;
}
