import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { phase } from './progress.mjs';
import { root } from './root.mjs';
import { Hint, run, tail } from './run-command.mjs';
import { filesUnder, hashOf } from './sources.mjs';

/** What is put into few files, of the server alone and with its tests. */
const bundles = {
  server: ['installer/bundle.config.mjs'],
  all: ['installer/bundle.config.mjs', 'installer/tests-bundle.config.mjs'],
};
const ground = [
  'package-lock.json',
  'tsconfig.json',
  'server/tsconfig.json',
  'web/tsconfig.json',
  'tests/tsconfig.json',
  'installer/few-files.mjs',
  ...bundles.all,
];
const compiled = ['server', 'migrations', 'tests'];
const bin = (path) => join(root, 'node_modules', path);
const stampPath = (name) => join(root, 'dist', '.stamps', name);

/** What is built, from what, and the file that must be there afterwards. */
const targets = {
  server: { sources: ['server', 'migrations'], made: 'dist/bundle/main.js' },
  web: { sources: ['web', 'server/contracts'], made: 'dist/web/index.html' },
  all: { sources: ['server', 'migrations', 'web', 'tests'], made: 'dist/tests/support/run-files.js' },
};

const hashFor = (name) => hashOf([...ground, ...filesUnder(targets[name].sources)]);

function isFresh(name) {
  const stamp = stampPath(name);
  return existsSync(join(root, targets[name].made)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashFor(name);
}

/** What the server and the screens were built from. */
export const buildStamps = () => ['server', 'web'].map((name) => readFileSync(stampPath(name), 'utf8')).join('\0');

function setStamp(name, hash) {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), hash);
}

const isAsset = (file) => !['.ts', '.tsx', '.md'].includes(extname(file)) && !file.endsWith('tsconfig.json') && !file.startsWith('tests/architecture/planted/');

/** Texts, fonts, fixtures: what the compiled code reads from the place beside it. */
export function copyAssets() {
  for (const file of filesUnder(compiled).filter(isAsset)) {
    const target = join(root, 'dist', file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, file), target);
  }
}

/** Removes what was built from sources that are gone: a deleted test must not run on, a deleted text not be shown. */
function removeLeftOvers() {
  for (const file of filesUnder(compiled.map((folder) => join('dist', folder)))) {
    const source = join(root, file.slice('dist/'.length));
    const stem = source.replace(/(\.d)?\.[jt]s(\.map)?$/, '');
    if (![source, `${stem}.ts`, `${stem}.tsx`].some((candidate) => existsSync(candidate))) rmSync(join(root, file));
  }
}

const done = { ok: true, output: '' };

/** @param log the name under which its output is kept. */
async function bundle(config, log) {
  const result = await run(process.execPath, [bin('vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'warn'], {
    log,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { ok: result.code === 0, output: result.output };
}

/** The server, and its tests, are bundled from what TypeScript made of them. */
async function compile(code) {
  const result = await run(process.execPath, [bin('typescript/bin/tsc'), '-b', code === 'all' ? '.' : 'server', '--pretty', 'false'], { log: 'tsc' });
  if (result.code !== 0) return { ok: false, output: result.output };
  for (const config of bundles[code]) {
    const bundled = await bundle(config, 'bundle');
    if (!bundled.ok) return bundled;
  }
  return done;
}

/**
 * Compiles and bundles what is newer than `dist`.
 * @param {{ tests?: boolean, tolerant?: boolean }} options `tests`: the tests too, and the types of the web.
 *   `tolerant`: a failure is reported instead of thrown, for a run that counts it among its tests.
 * @returns {Promise<{ types: { ok: boolean, output: string }, web: { ok: boolean, output: string } }>}
 */
export async function build({ tests = false, tolerant = false } = {}) {
  const code = tests ? 'all' : 'server';
  const codeFresh = isFresh(code);
  const webFresh = isFresh('web');
  if (codeFresh && webFresh) return { types: done, web: done };
  const before = Object.fromEntries(Object.keys(targets).map((name) => [name, hashFor(name)]));
  const [types, web] = await phase(`Building ${codeFresh ? 'the screens' : webFresh ? 'the server' : 'server and screens'}`, async () => {
    const results = await Promise.all([codeFresh ? done : compile(code), webFresh ? done : bundle('web/vite.config.ts', 'vite')]);
    if (!codeFresh) {
      removeLeftOvers();
      copyAssets();
    }
    const failed = results.filter(({ ok }) => !ok);
    if (failed.length > 0 && !tolerant) throw new Hint(`The build failed.\n\n${failed.map(({ output }) => tail(output, 60)).join('\n\n')}`);
    return results;
  });
  if (types.ok && !codeFresh) {
    setStamp('server', before.server);
    if (tests) setStamp('all', before.all);
  }
  if (web.ok && !webFresh) setStamp('web', before.web);
  return { types, web };
}
