import { execFileSync } from 'node:child_process';
import { prepareOrExit } from './prepare.mjs';
import { root } from './root.mjs';
import { testFiles } from './sources.mjs';
import { buildChecks, printCheck, printSum, runTests, runTools } from './test-run.mjs';

/** `npm run check`: the quick look before a commit: every check of the tree, and the tests near what was changed. */
const since = Date.now();

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

/** What is not committed and what the last commit changed. */
function changedFiles() {
  const known = git('rev-list', '--max-count=2', 'HEAD').length > 1 ? git('diff', '--name-only', 'HEAD~1') : git('ls-files');
  return new Set([...known, ...git('ls-files', '--others', '--exclude-standard')]);
}

/** The area of a file: its module or its part of core, as the folders of tests are named. */
function areasOf(file) {
  const module = /^(?:server\/modules|server\/contracts|web\/modules|migrations)\/([a-z0-9-]+)\//.exec(file)?.[1];
  if (module) return module === 'core' ? ['tests/core/db', 'tests/contracts'] : [`tests/modules/${module}`];
  const core = /^server\/core\/([a-z0-9-]+)/.exec(file)?.[1];
  if (core) return [`tests/core/${core}`];
  const texts = /^(?:server|web)\/messages\//.test(file);
  if (texts) return ['tests/core/i18n'];
  if (/^web\/(core|ui)\//.test(file)) return [`tests/web/${file.split('/')[2]}`, `tests/web/${file.split('/')[1]}`];
  if (file.startsWith('installer/')) return ['tests/installer'];
  return [];
}

const changed = changedFiles();
const areas = new Set([...changed].flatMap(areasOf));
const isNear = (file) => {
  const stem = file.replace(/\.test\.ts$/, '');
  return changed.has(file) || [...areas].some((area) => stem === area || stem.startsWith(`${area}/`) || stem.startsWith(`${area}-`));
};

const prepared = await prepareOrExit({ browser: true, tests: true, tolerant: true });
const checks = [...buildChecks(prepared), ...(await runTools())];
checks.forEach(printCheck);
const near = testFiles().filter((file) => file.startsWith('tests/architecture/') || isNear(file));
// What is new or was changed itself comes first: it is what the change is about, and must not be what there is no time for.
const files = [...near.filter((file) => changed.has(file)), ...near.filter((file) => !changed.has(file))];
// A minute and a quarter in all; where building took long, the tests still get half a minute.
const until = Math.max(since + 75_000, Date.now() + 30_000);
const goOn = () => Date.now() < until;
const { results, leftOut } = await runTests(files, { ...prepared, goOn });
if (leftOut.length > 0) process.stdout.write(`\nNo time left for these; npm test runs them:\n${leftOut.map((file) => `  ${file}`).join('\n')}\n`);
process.exit(printSum(checks, results));
