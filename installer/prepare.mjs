import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { findChromium, installChromium } from './chromium.mjs';
import { measureCosts } from './costs.mjs';
import { checkNode, fetchDependencies } from './dependencies.mjs';
import { alone } from './lock.mjs';
import { Hint } from './run-command.mjs';

/**
 * Makes a fresh clone ready to run: dependencies, build and, where the tests of screens are to run, a browser. Does
 * nothing and prints nothing where all is as it should be. Talks to package registries only.
 * @param {{ browser?: boolean, tests?: boolean, tolerant?: boolean, measure?: boolean }} options `tests`: build the tests too.
 *   `tolerant`: report build errors instead of throwing. `measure`: have it measured in the background what modules cost here.
 * @returns {Promise<{ types: { ok: boolean, output: string }, web: { ok: boolean, output: string }, chromium?: string }>}
 */
export async function prepare({ browser = false, tests = false, tolerant = false, measure = false } = {}) {
  checkNode();
  return alone(async () => {
    const found = browser ? findChromium() : undefined;
    const [installed, makeReady] = await together(browser && !found ? installChromium() : undefined, fetchDependencies());
    const [, built] = await together(makeReady(), build({ tests, tolerant }));
    if (measure) measureCosts();
    return { ...built, chromium: found ?? installed };
  });
}

/** Waits for all even where one fails: what is half done would go on while the process ends. */
async function together(...work) {
  const results = await Promise.allSettled(work);
  for (const { status, reason } of results) if (status === 'rejected') throw reason;
  return results.map(({ value }) => value);
}

/** The same for a command: what a person can mend is printed without a stack and ends the process. */
export async function prepareOrExit(options) {
  try {
    return await prepare(options);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Hint ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const tests = process.argv.includes('--tests');
  await prepareOrExit({ tests, measure: !tests });
}
