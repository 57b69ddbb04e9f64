import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run, tail } from './run-command.mjs';

/** @typedef {{ name: string, ok: boolean, output: string }} Check One check of the whole tree; it counts as one test. */

const bin = (path) => join(root, 'node_modules', path);
const tools = [
  { name: 'style: biome', program: '@biomejs/biome/bin/biome', args: ['ci', '--colors=off', '--max-diagnostics=40', '.'] },
  { name: 'dead code: knip', program: 'knip/bin/knip.js', args: ['--no-progress'] },
];

/** Style and dead code; the borders have a test of their own, tests/architecture/borders.test.ts. @returns {Promise<Check[]>} */
export function runTools() {
  return Promise.all(
    tools.map(async ({ name, program, args }) => {
      const { code, output } = await run(process.execPath, [bin(program), ...args], { log: name.split(' ').at(-1) });
      return { name, ok: code === 0, output };
    }),
  );
}

/** What the build said, as checks. @returns {Check[]} */
export const buildChecks = ({ types, web }) => [
  { name: 'types: tsc', ...types },
  { name: 'screens: vite build', ...web },
];

/** What takes longest begins first, and browsers before the rest: at the end one half of the machine does not wait long for the other. */
const longest = ['tests/installer/module-new', 'tests/core/faults-random-kills', 'tests/web/'];
const placeOf = (file) => {
  const place = longest.findIndex((start) => file.startsWith(start));
  return place < 0 ? longest.length : place;
};

/** @param {readonly string[]} files */
export const longestFirst = (files) => [...files].sort((a, b) => placeOf(a) - placeOf(b));

const line = (text = '') => process.stdout.write(`${text}\n`);
const indent = (text) => text.replace(/^/gm, '    ');

export function printCheck({ name, ok }) {
  line(`${ok ? '✓' : '✗'} ${name}`);
}

/**
 * Runs these test files with one PostgreSQL, one browser and one set of portals to copy for all of them.
 * @param {readonly string[]} files
 * @param {{ chromium: string, goOn?: () => boolean, again?: number }} options `again`: so many files that failed, at
 *   most, are run once more; none where it is left out.
 */
export async function runTests(files, { chromium, goOn, again = 0 }) {
  if (files.length === 0) return { results: [], leftOut: [] };
  if (!existsSync(join(root, 'dist/tests/support/run-files.js'))) return { results: [notBuilt], leftOut: [] };
  const { runFiles, runAgain, stopAll } = await import('../dist/tests/support/run-files.js');
  const { startPostgres } = await import('../dist/tests/support/postgres.js');
  const broken = [];
  const postgres = await startPostgres().catch((error) => {
    broken.push({
      file: 'tests/support/postgres-server.ts',
      seconds: 0,
      stderr: '',
      tests: [{ name: 'PostgreSQL starts', state: 'failed', details: [error.message] }],
    });
    return { url: '', stop: async () => {} };
  });
  const templates = mkdtempSync(join(tmpdir(), 'sede-templates-'));
  const end = async () => {
    stopAll();
    await postgres.stop();
    rmSync(templates, { recursive: true, force: true });
  };
  let interrupted = false;
  const interrupt = async () => {
    interrupted = true;
    line('Interrupted.');
    await end();
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const options = {
      jobs: 2,
      timeoutSeconds: 600,
      env: { ...process.env, SEDE_CHROMIUM: chromium, SEDE_TEST_POSTGRES: postgres.url, SEDE_TEST_TEMPLATES: templates },
      onFile: printFile,
      // Nothing may begin anew over what is being taken away.
      goOn: () => !interrupted && (goOn?.() ?? true),
    };
    const { results, leftOut } = await runFiles(files, options);
    return { results: [...broken, ...(await runAgain(results, again, options))], leftOut };
  } finally {
    await end();
  }
}

const notBuilt = {
  file: 'tests/support/run-files.ts',
  seconds: 0,
  stderr: '',
  tests: [{ name: 'the tests are built', state: 'failed', details: ['nothing was compiled'] }],
};

const failedIn = (tests) => tests.filter(({ state }) => state === 'failed');

function printFile({ file, seconds, tests, before }) {
  const failed = failedIn(tests).length;
  const said = [`${tests.length} tests`, ...(failed ? [`${failed} failed`] : []), ...(before ? ['run again, alone'] : [])].join(', ');
  line(`${failed ? '✗' : '✓'} ${file}  ${said}  ${seconds.toFixed(1)} s`);
}

function printFailures({ file, tests, stderr }) {
  const failed = failedIn(tests);
  for (const { name, details } of failed) line(`\n✗ ${name}\n  ${file}\n${indent(details.join('\n\n'))}`);
  if (failed.length > 0 && stderr.trim()) line(`\n  ${file} said on its error stream:\n${indent(tail(stderr, 30))}`);
}

/**
 * Prints every failure with what is known about it, also of what passed when it was run again, the slowest files, and as the last line the sum.
 * @param {readonly Check[]} checks
 * @returns {number} the exit code: 0 only when something ran and nothing failed
 */
export function printSum(checks, results, { maxLines = 150 } = {}) {
  const brokenChecks = checks.filter(({ ok }) => !ok);
  for (const { name, output } of brokenChecks) line(`\n✗ ${name}\n${indent(tail(output, maxLines))}`);
  results.forEach(printFailures);
  const unsteady = results.filter(({ tests, before }) => before && failedIn(tests).length === 0);
  if (unsteady.length > 0)
    line('\nUnsteady: these failed in the run and passed when they were run again alone. It is a defect, of a test or of what it tests:');
  for (const { before } of unsteady) printFailures(before);
  const tests = results.flatMap((result) => result.tests);
  const skipped = tests.filter(({ state }) => state === 'skipped');
  if (skipped.length > 0) line('\nSkipped:');
  for (const { name, details } of skipped) line(`- ${name}: ${details.join('; ')}`);
  const slowest = [...results].sort((a, b) => b.seconds - a.seconds).slice(0, 5);
  if (slowest.length > 1) line(`\nSlowest files:\n${slowest.map(({ file, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${file}`).join('\n')}`);
  const passed = checks.length - brokenChecks.length + tests.filter(({ state }) => state === 'passed').length;
  const failed = brokenChecks.length + failedIn(tests).length;
  line(`\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
