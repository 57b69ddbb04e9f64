import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { type FileResult, runAgain, runFiles } from '../support/run-files.js';

async function runOne(name: string, timeoutSeconds = 60): Promise<FileResult> {
  const { results } = await runFiles([`tests/installer/fixtures/${name}.js`], { jobs: 1, timeoutSeconds, env: process.env, onFile: () => {} });
  const [result] = results;
  if (!result) throw new Error('Nothing was run');
  return result;
}
const states = ({ tests }: FileResult) => tests.map(({ state, name }) => `${state} ${name}`);
const detailsOf = ({ tests }: FileResult, name: string) => tests.find((each) => each.name === name)?.details.join('\n') ?? '';

t.test('named tests are counted, not assertions, and each failure says why', async (t) => {
  const result = await runOne('counts');
  t.same(states(result).sort(), [
    'failed group',
    'failed group › inner that fails',
    'failed says nothing',
    'failed throws',
    'passed group › inner that passes',
    'passed passes with two assertions',
    'skipped skipped',
  ]);
  t.match(detailsOf(result, 'group › inner that fails'), /-\s+"a": 2,\n\s*\+\s+"a": 1,/);
  t.match(detailsOf(result, 'group'), 'beside its tests');
  t.match(detailsOf(result, 'throws'), 'thrown on purpose');
  t.match(detailsOf(result, 'says nothing'), 'asserts nothing');
  t.match(detailsOf(result, 'skipped'), 'no reason');
});

t.test('a file without a test counts as failed', async (t) => {
  t.match(detailsOf(await runOne('no-test'), 'tests/installer/fixtures/no-test.js'), 'has no test');
});

t.test('a file that ends before its time counts as failed', async (t) => {
  const result = await runOne('crashes');
  t.ok(states(result).includes('passed passes first'));
  t.ok(states(result).some((state) => state.startsWith('failed')));
});

t.test('a file that ends with an error code counts as failed, whatever its tests say', async (t) => {
  t.match(detailsOf(await runOne('wrong-code'), 'tests/installer/fixtures/wrong-code.js'), 'ended with code 5');
});

t.test('a file that hangs is ended with all that it started, and counts as failed', async (t) => {
  const result = await runOne('hangs', 3);
  t.match(detailsOf(result, 'tests/installer/fixtures/hangs.js'), 'did not end within 3 s');
  const pid = Number(/child (\d+)/.exec(result.stderr)?.[1]);
  t.ok(pid > 0);
  // A process that was ended may still be listed (Z) until somebody takes note of it.
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  t.match(stdout.trim(), /^(Z.*)?$/, 'the process it started is gone');
});

t.test('what fails is run once more and keeps what it said before; what fails again, or beside many, has failed', async (t) => {
  const files = ['by-chance', 'wrong-code', 'no-test'].map((name) => `tests/installer/fixtures/${name}.js`);
  const folder = await mkdtemp(join(tmpdir(), 'sede-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const said: string[] = [];
  const options = {
    jobs: 2,
    timeoutSeconds: 60,
    env: { ...process.env, WAS_HERE: join(folder, 'was-here') },
    onFile: ({ file, before }: FileResult) => said.push(`${file} ${before !== undefined}`),
  };
  const { results } = await runFiles(files, options);
  t.same(await runAgain(results, 2, options), results, 'three failed, and two may be run again');
  t.equal(said.length, 3);
  const again = await runAgain(results, 3, options);
  t.same(
    again.map(({ file }) => file),
    results.map(({ file }) => file),
  );
  const of = (name: string) => again.find(({ file }) => file.includes(name));
  t.match(of('by-chance'), { tests: [{ state: 'passed' }], before: { tests: [{ state: 'failed' }] } });
  t.ok(of('wrong-code')?.tests.some(({ state }) => state === 'failed'));
  t.same(said.slice(3).sort(), files.map((file) => `${file} true`).sort());
});
