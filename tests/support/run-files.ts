import { type ChildProcess, spawn } from 'node:child_process';
import { readTap, type TestResult } from './reporter.js';

export interface FileResult {
  /** As it is written in the repository, such as `tests/core/i18n.test.ts`. */
  file: string;
  seconds: number;
  tests: TestResult[];
  /** The last lines of its error output. */
  stderr: string;
  /** What it said the first time, where it failed in the run and was run again. */
  before?: FileResult;
}

interface Options {
  jobs: number;
  /** A file that takes longer is killed and counts as failed. */
  timeoutSeconds: number;
  env: NodeJS.ProcessEnv;
  onFile: (result: FileResult) => void;
  /** Asked before each file is started; false leaves the remaining ones out. */
  goOn?: () => boolean;
}

const running = new Set<ChildProcess>();

/** Ends every test file that still runs, with all that it started. */
export function stopAll(): void {
  for (const child of running) killGroup(child);
}

/** Each file leads a process group of its own, so that browsers and servers it left behind end with it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs compiled test files, each in a Node process of its own, some at a time. The runner that comes with tap is not
 * used: it draws its reports with a React older than the one that the screens need, and does not start beside it.
 * @returns the results, and the files that `goOn` left out
 */
export async function runFiles(files: readonly string[], options: Options): Promise<{ results: FileResult[]; leftOut: string[] }> {
  const waiting = [...files];
  const results: FileResult[] = [];
  const lane = async (): Promise<void> => {
    while (waiting.length > 0 && (options.goOn?.() ?? true)) {
      const file = waiting.shift();
      if (file === undefined) return;
      const result = await runFile(file, options);
      results.push(result);
      options.onFile(result);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  return { results, leftOut: waiting };
}

const hasFailed = ({ tests }: FileResult): boolean => tests.some(({ state }) => state === 'failed');

/**
 * Runs what failed once more, alone: a journey in a browser that a busy machine upset must not cost a whole run, and
 * what is broken fails again. Where more files failed than `most`, none is run again: that is no chance.
 * @param most files
 * @returns the results, those of a second run in place of the first, which they keep as `before`
 */
export async function runAgain(results: readonly FileResult[], most: number, options: Options): Promise<FileResult[]> {
  const failed = results.filter(hasFailed);
  if (failed.length > most) return [...results];
  const onFile = (result: FileResult) => options.onFile(withBefore(result));
  const withBefore = (result: FileResult): FileResult => {
    const before = failed.find(({ file }) => file === result.file);
    return before ? { ...result, before } : result;
  };
  const files = failed.map(({ file }) => file);
  const again = (await runFiles(files, { ...options, jobs: 1, onFile })).results.map(withBefore);
  return results.map((result) => again.find(({ file }) => file === result.file) ?? result);
}

/** What a test file is called in the folder into which all tests are bundled. */
export const nameInBundle = (file: string): string => file.replace(/\.ts$/, '').replaceAll('/', '-');

/** Bundled, it begins in half the processor time; other files stand as they are. */
const compiled = (file: string): string => `dist/${file.endsWith('.test.ts') ? `tests-bundle/${nameInBundle(file)}.js` : file}`;

function runFile(file: string, { env, timeoutSeconds }: Options): Promise<FileResult> {
  const since = Date.now();
  return new Promise((resolve) => {
    const tap = readTap(file);
    let stderr = '';
    let timedOut = false;
    const child = spawn(process.execPath, ['--enable-source-maps', compiled(file)], {
      env: { ...env, TAP_TIMEOUT: String(timeoutSeconds) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    child.stdout.on('data', (chunk: Buffer) => tap.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-20_000);
    });
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeoutSeconds * 1000);
    // What a file left running may hold its pipes open for ever.
    child.on('exit', () => killGroup(child));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ file, seconds: (Date.now() - since) / 1000, tests: judge(file, tap.end(), { code, signal, timedOut, timeoutSeconds }), stderr });
    });
  });
}

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  timeoutSeconds: number;
}

/** Adds a failed test for what the file's own output cannot say: that it crashed, hung, or has no test. */
function judge(file: string, tests: TestResult[], { code, signal, timedOut, timeoutSeconds }: Ending): TestResult[] {
  const failedAlready = tests.some(({ state }) => state === 'failed');
  const failure = (detail: string): TestResult[] => [...tests, { name: file, state: 'failed', details: [detail] }];
  if (timedOut) return failure(`did not end within ${timeoutSeconds} s`);
  if (signal) return failure(`was ended by ${signal}`);
  if (code !== 0 && !failedAlready) return failure(`ended with code ${code}`);
  if (tests.length === 0) return failure('has no test');
  return tests;
}
