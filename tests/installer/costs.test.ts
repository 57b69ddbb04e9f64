import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Stands in for the measuring itself. */
const measuring = `import { writeFileSync } from 'node:fs';
writeFileSync('dist/draft.json', JSON.stringify({ build: process.argv[2] }));
(await import('node:fs')).renameSync('dist/draft.json', 'dist/costs.json');`;

t.test('costs are measured once per build, beside the preparation, which never fails for them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sede-clone-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'installer'), join(folder, 'installer'), { recursive: true });
  for (const place of ['.cache', 'dist/.stamps', 'dist/server/costs']) mkdirSync(join(folder, place), { recursive: true });
  const put = (file: string, content: string) => writeFileSync(join(folder, 'dist', file), content);
  const costs = join(folder, 'dist', 'costs.json');
  const pidFile = join(folder, '.cache', 'costs.pid');
  const prepare = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', "import('./installer/costs.mjs').then((m) => m.measureCosts())"], {
      cwd: folder,
      encoding: 'utf8',
    });
    t.same([status, stdout, stderr], [0, '', ''], 'the preparation goes on');
  };
  const measured = async (): Promise<string> => {
    while (!existsSync(costs)) await pause(10);
    return JSON.parse(readFileSync(costs, 'utf8')).build;
  };
  prepare();
  t.notOk(existsSync(pidFile), 'without a build nothing is measured');

  put('.stamps/server', 'first');
  put('.stamps/web', 'first');
  put('server/costs/main.js', measuring);
  put('../package.json', '{ "type": "module" }');
  prepare();
  const first = await measured();
  t.match(first, /^[0-9a-f]{16}$/);
  rmSync(pidFile);
  prepare();
  t.notOk(existsSync(pidFile), 'the same build is not measured again');

  put('.stamps/server', 'second');
  writeFileSync(pidFile, String(process.pid));
  prepare();
  t.equal(await measured(), first, 'nor a second time while it is being measured');
  rmSync(pidFile);
  put('server/costs/main.js', 'process.exit(1)');
  prepare();
  t.notOk(existsSync(costs), 'what another build cost is not shown for this one, even where measuring fails');
  rmSync(pidFile);
  put('server/costs/main.js', measuring);
  prepare();
  t.not(await measured(), first, 'and then it is measured anew');
});
