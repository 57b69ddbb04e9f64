import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { prepareOrExit } from './prepare.mjs';
import { root } from './root.mjs';
import { testFiles } from './sources.mjs';
import { buildChecks, longestFirst, printCheck, printSum, runTests, runTools } from './test-run.mjs';

/** `npm test`: everything. `npm test -- tests/core/x.test.ts tests/modules/crm`: these files and folders only. */
const wishes = process.argv.slice(2).map((wish) => relative(root, resolve(process.cwd(), wish)));
const unknown = wishes.filter((wish) => !existsSync(join(root, wish)));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}.\n`);
  process.exit(1);
}
const files = testFiles().filter((file) => wishes.length === 0 || wishes.some((wish) => file === wish || file.startsWith(`${wish}/`)));

const prepared = await prepareOrExit({ browser: true, tests: true, tolerant: true });
const built = buildChecks(prepared);
// The screens are part of what the tests of a few files use, and so are their types: they are shown either way.
const checks = wishes.length === 0 ? [...built, ...(await runTools())] : built.filter(({ ok }) => !ok);
checks.forEach(printCheck);
const { results } = await runTests(longestFirst(files), { ...prepared, again: wishes.length === 0 ? 3 : 0 });
process.exit(printSum(checks, results));
