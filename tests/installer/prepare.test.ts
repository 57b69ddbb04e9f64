import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A folder with the installer and the lock file of this repository, and nothing installed. */
function freshClone(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'sede-clone-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'installer'), join(folder, 'installer'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(folder, file));
  return folder;
}

/** A PATH with these programs and no others. */
function pathWith(folder: string, programs: Record<string, string>): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

function run(folder: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const { npm_execpath: _npm, NODE_ENV: _env, SEDE_PREBUILT: _prebuilt, ...rest } = process.env;
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const add = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const prepare = ['installer/prepare.mjs'];
const fine = 'exit 0';

t.test('a missing tool is named with the command that brings it, before anything is installed', async (t) => {
  const folder = freshClone(t);
  const npmRan = 'echo "npm was started"; exit 1';
  const { code, output } = await run(folder, prepare, { PATH: pathWith(folder, { make: fine, 'g++': fine, npm: npmRan }) });
  t.equal(code, 1);
  t.match(output, 'Python 3 cannot be found');
  t.match(output, 'apt-get update && apt-get install -y python3\n');
  t.notMatch(output, 'npm was started');
  t.notMatch(output, /at \w+ \(.*\.mjs/, 'without a stack');
});

t.test('several missing tools are mended by one command', async (t) => {
  const folder = freshClone(t);
  const { code, output } = await run(folder, prepare, { PATH: pathWith(folder, { python3: fine, npm: fine }) });
  t.equal(code, 1);
  t.match(output, 'make and a C++ compiler cannot be found');
  t.match(output, 'apt-get update && apt-get install -y make g++\n');
});

t.test('development packages are installed whatever NODE_ENV says, and what npm printed is shown when it fails', async (t) => {
  const folder = freshClone(t);
  const npm = 'echo "npm was called with $*"; echo "compile: $npm_config_build_from_source"; exit 7';
  const { code, output } = await run(folder, prepare, { NODE_ENV: 'production', PATH: pathWith(folder, { python3: fine, make: fine, 'g++': fine, npm }) });
  t.equal(code, 1);
  t.match(output, 'Installing dependencies');
  t.match(output, 'The dependencies could not be installed');
  t.match(output, /npm was called with ci --ignore-scripts --include=dev/);
  t.match(output, 'compile: better-sqlite3');
});

t.test('what was fetched, but not compiled to its end, is installed again', async (t) => {
  const folder = freshClone(t);
  const npm = 'mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json; echo "npm $1" >> called; test "$1" = ci';
  const env = { PATH: pathWith(folder, { python3: fine, make: fine, 'g++': fine, npm, mkdir: 'exec /bin/mkdir "$@"', cp: 'exec /bin/cp "$@"' }) };
  for (const _ of ['first', 'again']) {
    const { code, output } = await run(folder, prepare, env);
    t.equal(code, 1);
    t.match(output, 'Compiling the database driver');
    t.match(output, 'The dependencies could not be installed');
  }
  t.equal(readFileSync(join(folder, 'called'), 'utf8'), 'npm ci\nnpm rebuild\nnpm ci\nnpm rebuild\n');
});

t.test('a browser that is wished for and not there is said', async (t) => {
  const folder = freshClone(t);
  const script = "const { prepareOrExit } = await import('./installer/prepare.mjs'); await prepareOrExit({ browser: true });";
  const { code, output } = await run(folder, ['--input-type=module', '-e', script], { SEDE_CHROMIUM: '/nowhere/chrome' });
  t.equal(code, 1);
  t.match(output, 'SEDE_CHROMIUM says /nowhere/chrome');
});

t.test('a lock whose owner is gone does not hold anybody up', async (t) => {
  const folder = freshClone(t);
  mkdirSync(join(folder, '.cache'));
  writeFileSync(join(folder, '.cache', 'prepare.lock'), '999999999');
  const { output } = await run(folder, prepare, { PATH: pathWith(folder, { npm: fine }) });
  t.match(output, 'cannot be found');
  t.notMatch(output, 'waiting for it');
});

t.test('a Node that is too old is refused with a plain sentence', async (t) => {
  const script = `const { checkNode } = await import('./installer/dependencies.mjs');
    for (const version of ['18.19.0', '20.18.3', '20.19.0', '21.7.3', '22.11.0', '22.12.0', '24.0.0'])
      try { checkNode(version); } catch (error) { console.log(error.message); }`;
  const { output } = await run(root, ['--input-type=module', '-e', script], {});
  t.match(output, 'Sede needs Node.js 20.19 or newer, of version 22 at least 22.12; this is 18.19.0.');
  t.same(output.match(/this is [\d.]+\d/g), ['this is 18.19.0', 'this is 20.18.3', 'this is 21.7.3', 'this is 22.11.0'], 'and only those');
});
