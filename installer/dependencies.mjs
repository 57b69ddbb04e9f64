import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { phase } from './progress.mjs';
import { root } from './root.mjs';
import { Hint, mustRun } from './run-command.mjs';

const stampFile = join(root, 'node_modules', '.sede-installed');
/** The stamp of packages that are there, but whose own scripts have not run to their end. */
const notReady = 'not compiled';

/** What the one native package without a ready binary in the registry, better-sqlite3, is compiled with. */
const compilers = [
  { name: 'Python 3', programs: ['python3', 'python'], debian: 'python3' },
  { name: 'make', programs: ['make'], debian: 'make' },
  { name: 'a C++ compiler', programs: ['g++', 'c++', 'clang++'], debian: 'g++' },
];

/** What the screens are built with runs on no older one. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const isEnough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!isEnough) throw new Hint(`Sede needs Node.js 20.19 or newer, of version 22 at least 22.12; this is ${version}. See https://nodejs.org.`);
}

/** @throws {Hint} naming what is missing and the one command that brings it. */
export function checkCompilers(path = process.env.PATH) {
  const missing = compilers.filter(({ programs }) => !programs.some((program) => findProgram(program, path)));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(' and ');
  throw new Hint(
    [
      `The database driver must be compiled, and ${names} cannot be found. On Debian or Ubuntu this mends it:`,
      '',
      `  apt-get update && apt-get install -y ${missing.map(({ debian }) => debian).join(' ')}`,
      '',
      'Where no compiler is wanted: SEDE_PREBUILT=1 fetches a ready binary from the driver’s release page on github.com.',
    ].join('\n'),
  );
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

const driver = join(root, 'node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');

/** Whether what npm says it installed is what the lock file asks for, apart from packages made for other platforms, and the driver is compiled. */
function installedMatches() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(driver)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional === true;
  });
}

/** Native packages fit one version of Node's binary interface only. */
const stampNow = () => `${hash(readFileSync(join(root, 'package-lock.json')))} node-abi-${process.versions.modules} ${process.arch}`;

function isInstalled() {
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
  if (stamp === stampNow()) return true;
  const sameNode = stamp === undefined || stamp.split(' ').slice(1).join(' ') === stampNow().split(' ').slice(1).join(' ');
  if (!sameNode || !installedMatches()) return false;
  writeFileSync(stampFile, stampNow());
  return true;
}

/** Everything comes from the package registry: the driver is compiled, with the headers that came with Node where there are any. */
function installEnvironment() {
  const env = { ...process.env };
  if (env.SEDE_PREBUILT === '1') return env;
  env.npm_config_build_from_source = 'better-sqlite3';
  const prefix = dirname(dirname(process.execPath));
  if (!env.npm_config_nodedir && existsSync(join(prefix, 'include', 'node', 'node_version.h'))) env.npm_config_nodedir = prefix;
  return env;
}

const npm = (args, log) => {
  const command = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  return mustRun(command[0], [...command.slice(1), ...args], { log, env: installEnvironment(), failed: 'The dependencies could not be installed.' });
};

/**
 * Fetches what package-lock.json names, development packages included, unless that is what is there already.
 * @returns {Promise<() => Promise<void>>} makes them ready: the database driver is compiled, which takes one processor a minute or two; the build needs
 *   none of it and can go on beside it.
 */
export async function fetchDependencies() {
  if (isInstalled()) return async () => {};
  if (process.env.SEDE_PREBUILT !== '1') checkCompilers();
  await phase('Installing dependencies (once)', async () => {
    await npm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], 'npm-ci');
    writeFileSync(stampFile, notReady);
  });
  return async () => {
    await phase('Compiling the database driver (once; a minute or two)', () => npm(['rebuild'], 'npm-rebuild'));
    writeFileSync(stampFile, stampNow());
  };
}
