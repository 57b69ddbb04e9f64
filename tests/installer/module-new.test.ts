import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../support/repository.js';

const here = new Set(['node_modules', '.git', 'data']);

t.test('npm run module:new makes modules that pass every check', async (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'sede-module-'));
  t.teardown(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of readdirSync(root).filter((each) => !here.has(each)))
    cpSync(join(root, name), join(copy, name), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
    return { status, said: `${stdout}\n${stderr}` };
  };
  const has = (path: string) => existsSync(join(copy, path));

  await t.test('only with the folders that each needs', async (t) => {
    t.same(run('installer/module-new.mjs', 'visits', 'visit').status, 0);
    t.same(run('installer/module-new.mjs', 'board').status, 0);
    for (const path of ['server/contracts/visits', 'migrations/visits', 'web/modules/visits', 'tests/modules/visits']) t.ok(has(path), path);
    for (const path of ['server/contracts/board', 'migrations/board']) t.notOk(has(path), path);
    t.match(readFileSync(join(copy, 'server/modules/catalog.ts'), 'utf8'), /manifest: visits,[\s\S]*manifest: board,/);
  });

  await t.test('and what is wrong is said and leaves everything as it was', async (t) => {
    const before = readFileSync(join(copy, 'server/modules/catalog.ts'), 'utf8');
    const files = () => ['server/modules', 'web/modules', 'tests/modules'].flatMap((folder) => readdirSync(join(copy, folder)));
    const there = files();
    for (const [args, words] of [
      [['visits', 'visit'], /There is a module "visits" already/],
      [['Board'], /one lower-case word/],
      [[], /Name the module/],
      [['rooms', 'room', '--colour', 'red'], /--colour/],
      [['class'], /The module cannot be called "class"/],
      [['constructor'], /The module cannot be called "constructor"/],
      [['rooms', 'new'], /The record cannot be called "new"/],
      [['escape'], /"escape" could not be made, and nothing of it is left/],
    ] as const) {
      const { status, said } = run('installer/module-new.mjs', ...args);
      t.equal(status, 1);
      t.match(said, words);
    }
    t.equal(readFileSync(join(copy, 'server/modules/catalog.ts'), 'utf8'), before);
    t.same(files(), there);
  });

  await t.test('types, borders, texts and their own tests on both databases', async (t) => {
    const { status, said } = run('installer/test.mjs', 'tests/architecture', 'tests/modules/visits', 'tests/modules/board');
    t.equal(status, 0, said.slice(-3000));
    t.match(said, /[1-9]\d* passed, 0 failed/);
  });

  await t.test('style and dead code', async (t) => {
    const style = run('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.');
    t.equal(style.status, 0, style.said.slice(-3000));
    const dead = run('node_modules/knip/bin/knip.js', '--no-progress');
    t.equal(dead.status, 0, dead.said.slice(-3000));
  });
});
