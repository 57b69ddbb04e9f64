import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { costsFile } from '../core/modules/costs.js';
import { measureCosts } from './measure.js';

/** What cannot be measured in this time is not: nobody waits for it, and nothing goes wrong without it. */
const longest = 120_000;

/**
 * Measures in the background what modules cost and puts it where the portal looks for it.
 * Arguments: the build that is measured; for tests, where else to put it and how often to start.
 */
const [build = '', target = costsFile, rounds = '3'] = process.argv.slice(2);
setTimeout(() => process.exit(1), longest).unref();
setPriority(10);
const folder = await mkdtemp(join(tmpdir(), 'sede-costs-'));
try {
  const costs = await measureCosts(folder, Number(rounds), build);
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(costs, null, 1)}\n`);
  // All of it or nothing: the portal may be reading.
  await rename(draft, target);
} finally {
  await rm(folder, { recursive: true, force: true });
}
