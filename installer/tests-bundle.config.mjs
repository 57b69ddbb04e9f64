import { inFewFiles } from './few-files.mjs';
import { testFiles } from './sources.mjs';

const { nameInBundle } = await import('../dist/tests/support/run-files.js');

/** Every test file, sharing what they read. */
export default inFewFiles('tests-bundle', Object.fromEntries(testFiles().map((file) => [nameInBundle(file), file.replace(/\.ts$/, '.js')])), [
  'tap',
  'playwright-core',
  'axe-core',
  'typescript',
  '@seriousme/openapi-schema-validator',
]);
