import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cruiser = `${root}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
const run = promisify(execFile);

interface Report {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
}

/** Exits with the number of violations, so a failing exit is not a failing run. */
async function cruise(folder: string, parts: string[]): Promise<Report> {
  const args = [cruiser, '--config', `${root}.dependency-cruiser.cjs`, '--output-type', 'json', ...parts];
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).catch((error: { stdout: string; stderr: string }) => {
    if (error.stdout) return error;
    throw new Error(error.stderr);
  });
  return JSON.parse(stdout) as Report;
}

/** Every violation that the planted tree contains: nothing else may be reported, and nothing of it be missed. */
const planted: Record<string, string[]> = {
  'no-cycles': ['server/core/cycle-a.ts → server/core/cycle-b.ts'],
  'no-unresolvable': ['server/core/leads-nowhere.ts → ./nowhere.js'],
  'kernel-stands-alone': ['server/core/kernel/reaches-up.ts → server/core/clock.ts'],
  'contracts-stand-alone': ['server/contracts/core/reaches-core.ts → server/core/clock.ts'],
  'ports-speak-of-little': ['server/contracts/alpha/ports.ts → server/core/clock.ts'],
  'ports-name-types-only': ['server/contracts/alpha/events.ts → server/core/access/actor.ts'],
  'web-sees-no-ports': ['web/core/reads-ports.ts → server/contracts/alpha/ports.ts'],
  'contracts-of-core': ['server/contracts/core/names-alpha.ts → server/contracts/alpha/records.ts'],
  'core-knows-no-module': ['server/core/names-alpha.ts → server/contracts/alpha/records.ts'],
  'module-not-to-module': ['server/modules/alpha/reaches-beta.ts → server/modules/beta/module.ts'],
  'module-below-catalog': ['server/modules/alpha/reaches-catalog.ts → server/modules/catalog.ts'],
  'contracts-of-alpha': ['server/modules/alpha/foreign-contract.ts → server/contracts/gamma/records.ts'],
  'module-from-outside': ['server/app.ts → server/modules/gamma/module.ts'],
  'catalog-opens-doors-only': ['server/modules/catalog.ts → server/modules/alpha/sound.ts'],
  'module-code-on-demand': ['server/modules/catalog.ts → server/modules/beta/module.ts'],
  'server-not-to-web': ['server/app.ts → web/core/shell.ts'],
  'migrations-see-the-database-only': ['migrations/alpha/0001-base.ts → server/core/clock.ts'],
  'web-sees-contracts-only': ['web/core/reaches-server.ts → server/core/clock.ts'],
  'web-module-not-to-module': ['web/modules/beta/reaches-alpha.ts → web/modules/alpha/page.ts'],
  'web-core-knows-no-module': ['web/core/names-alpha.ts → web/modules/alpha/page.ts'],
  'runs-without-development-packages': ['server/needs-development.ts → node_modules/typescript'],
};

t.test('every rule about borders reports the violation planted for it, and nothing that is allowed', async (t) => {
  const { summary } = await cruise(`${root}tests/architecture/planted`, ['server', 'web', 'migrations']);
  const found: Record<string, string[]> = {};
  for (const { from, to, rule } of summary.violations) {
    found[rule.name] ??= [];
    found[rule.name]?.push(`${from} → ${to.replace(/^(?:.*?\/)?(node_modules\/[^/]+).*/, '$1')}`);
  }
  for (const list of Object.values(found)) list.sort();
  t.same(found, planted);
});

t.test('every rule has a violation planted for it', async (t) => {
  const script = `process.stdout.write(JSON.stringify(require(${JSON.stringify(`${root}.dependency-cruiser.cjs`)}).forbidden.map((rule) => rule.name)))`;
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: `${root}tests/architecture/planted` });
  // The rules made for each module are one rule; the planted one is that of the module alpha.
  const rules = (JSON.parse(stdout) as string[]).filter((name) => !/^contracts-of-(beta|gamma)$/.test(name));
  t.same(rules.sort(), Object.keys(planted).sort());
});

t.test('the code keeps its borders, and all of it was read', async (t) => {
  const { modules, summary } = await cruise(root, ['server', 'web', 'migrations', 'tests', 'installer']);
  t.same(
    summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`),
    [],
  );
  const read = (start: string) => modules.filter(({ source }) => source.startsWith(start)).length;
  for (const [start, least] of [
    ['server/core/', 40],
    ['server/contracts/', 6],
    ['server/modules/', 20],
    ['migrations/', 3],
    ['web/core/', 40],
    ['web/ui/', 30],
    ['web/modules/', 10],
  ] as const) {
    t.ok(read(start) >= least, `${read(start)} files of ${start} were read, at least ${least} are there`);
  }
});
