import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { findOrInstallChromium } from './chromium.mjs';
import { checkNode, installDependencies } from './dependencies.mjs';
import { alone } from './lock.mjs';
import { Hint } from './run-command.mjs';

/**
 * Makes a fresh clone ready to run: dependencies, build and, where the tests of screens are to run, a browser. Does
 * nothing and prints nothing where all is as it should be. Talks to package registries only.
 * @param {{ browser?: boolean, tests?: boolean, tolerant?: boolean }} options `tests`: build the tests too.
 *   `tolerant`: report build errors instead of throwing.
 * @returns {Promise<{ types: { ok: boolean, output: string }, web: { ok: boolean, output: string }, chromium?: string }>}
 */
export async function prepare({ browser = false, tests = false, tolerant = false } = {}) {
  checkNode();
  return alone(async () => {
    const chromium = browser ? await findOrInstallChromium() : undefined;
    await installDependencies();
    return { ...(await build({ tests, tolerant })), chromium };
  });
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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await prepareOrExit({ tests: process.argv.includes('--tests') });
