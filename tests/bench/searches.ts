import type { Prepared } from './prepare.js';
import { type Length, printHead, race, serveFloor, servePortal } from './race.js';

const questions = { 'a name': 'norvalmar', 'part of a name': 'valm', 'a common word': 'order', 'a number': '123456', 'three words': 'ladders norval order' };

/** The search box: whole words, parts of words, rare and common, by those who see all and those who see little. */
export async function benchSearch({ folder, cookies, rows }: Prepared, length: Length): Promise<void> {
  const sides = { portal: await servePortal(folder), floor: await serveFloor(folder) };
  printHead(`Search in ${rows.toLocaleString('en')} records, one at a time`);
  try {
    for (const [who, cookie] of Object.entries(cookies))
      for (const [name, q] of Object.entries(questions))
        await race(`${who}: ${name}`, sides, { ...length, cookie, connections: 1 }, () => ({ path: `/api/v1/search?q=${encodeURIComponent(q)}` }));
  } finally {
    await sides.portal.stop();
    await sides.floor.stop();
  }
}
