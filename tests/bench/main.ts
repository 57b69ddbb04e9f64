import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { benchBoard } from './boards.js';
import { prepareDeals } from './deals.js';
import { benchGantt } from './gantt.js';
import { benchImports } from './imports.js';
import { benchLighthouse } from './lighthouse.js';
import { benchLists } from './lists.js';
import { benchLiveCopies } from './live-copies.js';
import { benchMany } from './many.js';
import { benchRecords } from './records.js';
import { benchSearch } from './searches.js';
import { benchShell } from './shell.js';
import { benchStart } from './start.js';
import { benchTasks, prepareTasks } from './tasks.js';

/**
 * `npm run bench`: what QUALITY asks of lists, records, the board, search and imports, each beside a floor measured in the same run, of the start
 * and of what the browser is given.
 * `npm run bench -- live-copies --copies N`: the folder is copied N times (100) while its portal writes, and every copy is started; only when asked.
 * `npm run bench -- lists records board search imports many tasks gantt start shell lighthouse` only these; `--seconds S` and `--rounds N` measure longer, `--rows N` the lists at another size.
 */
const cache = fileURLToPath(new URL('../../../.cache/bench', import.meta.url));
const [small, middle, half, large] = [10_000, 100_000, 500_000, 1_000_000];

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const length = { seconds: option('seconds', 3), rounds: option('rounds', 2) };
const deals = (rows: number) => prepareDeals(cache, rows);

async function lists(): Promise<void> {
  const rows = option('rows', 0);
  if (rows > 0) {
    await benchLists(await deals(rows), length);
    return;
  }
  const few = await benchLists(await deals(small), length);
  const many = await benchLists(await deals(large), length);
  console.log(`\nCost at ${large.toLocaleString('en')} over ${small.toLocaleString('en')} (must stay below 1.5)`);
  for (const [name, speed] of few) console.log(`${name.padEnd(34)}${(speed / (many.get(name) ?? Number.NaN)).toFixed(2).padStart(10)}`);
}

const parts: Record<string, () => Promise<void>> = {
  lists,
  records: async () => benchRecords(await deals(middle), length),
  board: async () => benchBoard(await deals(middle), length),
  search: async () => benchSearch(await deals(large), length),
  imports: () => benchImports(cache, middle),
  many: async () => benchMany(await deals(option('rows', middle))),
  start: () => benchStart(cache),
  tasks: async () => benchTasks(await prepareTasks(cache, option('rows', half)), length),
  gantt: () => benchGantt(cache),
  shell: () => benchShell(cache),
  lighthouse: async () => benchLighthouse(await deals(middle)),
  'live-copies': () => benchLiveCopies(option('copies', 100)),
};
await mkdir(cache, { recursive: true });
const wanted = process.argv.filter((argument) => argument in parts);
for (const part of wanted.length > 0 ? wanted : Object.keys(parts).filter((part) => part !== 'live-copies')) await parts[part]?.();
