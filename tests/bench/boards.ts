import type { Prepared } from './prepare.js';
import { type Length, printHead, race, serveFloor, servePortal } from './race.js';

/** The board of a pipeline: 20 cards a column, with counts and sums of all deals in it. */
export async function benchBoard({ folder, cookies, rows }: Prepared, length: Length): Promise<void> {
  const sides = { portal: await servePortal(folder), floor: await serveFloor(folder) };
  printHead(`${rows.toLocaleString('en')} deals on one board, beside a bare GROUP BY and its cards`);
  try {
    for (const who of ['all', 'department'] as const)
      for (const connections of [1, 16])
        await race(`${who}, ${connections} at a time`, sides, { ...length, cookie: cookies[who], connections }, () => ({ path: '/api/v1/crm/deals/board' }));
  } finally {
    await sides.portal.stop();
    await sides.floor.stop();
  }
}
