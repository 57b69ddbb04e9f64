import { fork } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModuleCost } from '../contracts/core/modules.js';
import type { Costs } from '../core/modules/costs.js';
import { setUp } from '../core/setup/set-up.js';
import { catalog } from '../modules/catalog.js';
import type { Start } from './one-start.js';
import { openThrowaway } from './throwaway.js';

const dist = fileURLToPath(new URL('../../', import.meta.url));

/** What a module needs, and what that needs in turn, without itself. */
function neededBy(id: string): string[] {
  const found = new Set<string>();
  const take = (one: string): void => {
    for (const needed of catalog.find(({ manifest }) => manifest.id === one)?.manifest.requires ?? []) {
      if (found.has(needed)) continue;
      found.add(needed);
      take(needed);
    }
  };
  take(id);
  return [...found].sort();
}

const nameOf = (modules: readonly string[]): string => [...modules].sort().join('+') || 'core';

const admin = { name: 'Nobody', email: 'nobody@measured.example', password: `measured ${Math.random()}` };

/** Sets a portal with these modules up. @returns the bytes of its database. */
async function setUpWith(data: string, modules: readonly string[]): Promise<number> {
  const portal = await openThrowaway(data);
  const company = { name: 'Measured', country: 'BR', currency: 'BRL', timeZone: 'America/Sao_Paulo' };
  await setUp(portal.setUpDeps, { language: 'en', company, admin, modules: { install: [...modules] } }, () => undefined);
  await portal.close();
  return (await stat(join(data, 'sede.sqlite'))).size;
}

const visited = ['/', '/api/v1/session', '/api/v1/day', '/api/v1/news', '/api/v1/search?q=a'];

/** Signs in and asks for what the first pages show, in which every module that is on has its part. */
async function lookAround(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}`;
  const { email, password } = admin;
  const signedIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const path of visited) {
    const seen = await fetch(url + path, { headers: { cookie } });
    await seen.arrayBuffer();
    if (!seen.ok) throw new Error(`${path} answered ${seen.status}`);
  }
}

/** Starts it once more in a process of its own, from the bundle as `npm start` does, and looks around. */
const startOnce = (data: string): Promise<Start> =>
  new Promise((resolve, reject) => {
    const child = fork(join(dist, 'bundle', 'one-start.js'), [data], { stdio: 'ignore' });
    let start: Start | undefined;
    child.on('message', (said: { port: number } | Start) => {
      if (!('port' in said)) {
        start = said;
        return;
      }
      // Also where that failed it goes on, or it would never end.
      lookAround(said.port)
        .catch(reject)
        .finally(() => child.send('measure'));
    });
    child.once('error', reject);
    child.once('close', (code) => (start && code === 0 ? resolve(start) : reject(new Error(`A start ended with ${code}`))));
  });

interface Built {
  path: string;
  bytes: number;
}

/** What was built for the server and the browser, without what only helps developers; scripts as they travel, packed. */
async function builtFiles(): Promise<Built[]> {
  const files = async (folder: string) =>
    (await readdir(join(dist, folder), { recursive: true, withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const [code, screens] = [(await Promise.all(['server', 'migrations'].map(files))).flat(), await files('web')];
  const packed = new Set(screens.filter((path) => path.endsWith('.gz')));
  const counted = [...code.filter((path) => /\.js(on)?$/.test(path)), ...screens.filter((path) => !/\.(gz|br)$/.test(path))];
  return Promise.all(counted.map(async (path) => ({ path, bytes: (await stat(join(dist, packed.has(`${path}.gz`) ? `${path}.gz` : path))).size })));
}

/** The module that a built file belongs to. */
const ownerOf = (path: string): string | undefined =>
  catalog.find(({ manifest: { id } }) =>
    new RegExp(`^(server/(modules|contracts)|migrations|web/assets/modules)/${id}/|^server/messages/[^/]+/${id}\\.json$`).test(path),
  )?.manifest.id;

const sumOf = (files: readonly Built[], owner: string | undefined): number =>
  files.reduce((sum, { path, bytes }) => sum + (ownerOf(path) === owner ? bytes : 0), 0);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Less than this differs from start to start of the very same portal. */
const noise = { startMs: 10, memory: 500_000 };

/** What is more than `noise`; else nothing can be told from it, and least of all that something was gained. */
const above = (value: number, least: number): number => (value < least ? 0 : Math.round(value));

interface Taken {
  data: string;
  tables: number;
  starts: Start[];
}

/**
 * Measures the portal alone and every module with what it requires, in throwaway folders under `folder`.
 * @param rounds how often each is started; the median counts.
 * @param build of what is measured, to be kept with it.
 */
export async function measureCosts(folder: string, rounds: number, build: string): Promise<Costs> {
  const pairs = catalog.map(({ manifest: { id } }) => ({ id, with: [...neededBy(id), id], without: neededBy(id) }));
  const taken = new Map<string, Taken>();
  const all = pairs.map(({ id }) => id);
  for (const modules of [[], all, ...pairs.flatMap((pair) => [pair.without, pair.with])]) {
    const name = nameOf(modules);
    if (taken.has(name)) continue;
    const data = join(folder, name);
    taken.set(name, { data, tables: await setUpWith(data, modules), starts: [] });
  }
  // In turns, so that whatever else the machine is doing falls on all alike.
  for (let round = 0; round < rounds; round += 1) for (const { data, starts } of taken.values()) starts.push(await startOnce(data));
  const files = await builtFiles();
  const found = (modules: readonly string[]) => {
    const { starts, tables } = taken.get(nameOf(modules)) as Taken;
    const of = (one: keyof Start) => median(starts.map((start) => start[one]));
    return { startMs: of('ms'), resident: of('resident'), tables };
  };
  const core = found([]);
  const modules = pairs.map((pair): [string, ModuleCost] => {
    const [more, less] = [found(pair.with), found(pair.without)];
    return [
      pair.id,
      {
        startMs: above(more.startMs - less.startMs, noise.startMs),
        memory: above(more.resident - less.resident, noise.memory),
        disk: more.tables - less.tables + sumOf(files, pair.id),
      },
    ];
  });
  // What the first module without requirements makes the portal load, the next ones find there.
  const roots = pairs.filter(({ without }) => without.length === 0).length;
  const twice = modules.reduce((sum, [, { memory }]) => sum + memory, 0) - (found(all).resident - core.resident);
  return {
    build,
    measuredAt: new Date().toISOString(),
    core: { startMs: Math.round(core.startMs), memory: core.resident, disk: core.tables + sumOf(files, undefined) },
    shared: roots > 1 ? Math.max(0, Math.round(twice / (roots - 1))) : 0,
    modules: Object.fromEntries(modules),
  };
}
