import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { catalog } from '../../server/modules/catalog.js';
import { startPortal, startUnset } from '../support/portal.js';

const measure = fileURLToPath(new URL('../../server/costs/main.js', import.meta.url));
const ids = catalog.map(({ manifest }) => manifest.id);
const folder = await mkdtemp(join(tmpdir(), 'sede-costs-test-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));
const costsFile = join(folder, 'costs.json');

t.test('what the portal and each module cost is measured, and told by the wizard and the page of modules', async (t) => {
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);
  await promisify(execFile)(process.execPath, [measure, 'this build', costsFile, '1'], { env: { ...process.env, TMPDIR: scratch } });
  const { build, core, modules } = JSON.parse(await readFile(costsFile, 'utf8'));
  t.equal(build, 'this build');
  t.same(Object.keys(modules), ids, 'of every module');
  t.ok(core.startMs > 0 && core.memory > 0 && core.disk > 0, 'the portal alone takes something');
  for (const id of ids) {
    t.ok(modules[id].disk > 0, `${id} has code and tables`);
    t.ok(modules[id].startMs >= 0 && modules[id].memory >= 0, `and nothing is gained by ${id}`);
    t.ok(modules[id].startMs < core.startMs && modules[id].memory < core.memory, `${id} costs less than the portal itself`);
  }
  t.same(await readdir(scratch), [], 'and the portals that were measured are gone');

  const { api, code } = await startUnset(t, { costsFile });
  const state = (await api('GET', 'setup', undefined, { 'x-setup-code': code })).body;
  t.same(state.cost, core);
  t.same(
    state.modules.map(({ cost }: { cost: unknown }) => cost),
    ids.map((id) => modules[id]),
  );
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'], costsFile });
  const cards = (await p.admin.api('GET', 'modules')).body.items;
  for (const { id, cost } of cards) t.same(cost, modules[id], id);
});

t.test('where nothing was measured, or what was is not to be understood, nothing is said', async (t) => {
  const broken = join(folder, 'broken.json');
  const { api, code } = await startUnset(t, { costsFile: broken });
  const told = async () => {
    const { status, body } = await api('GET', 'setup', undefined, { 'x-setup-code': code });
    return [status, body.cost, ...body.modules.map(({ cost }: { cost: unknown }) => cost)];
  };
  const silent = [200, null, ...ids.map(() => null)];
  t.same(await told(), silent, 'without a file');
  for (const content of ['', '{"core":', 'null', '[]', '{"core":{"startMs":-3,"memory":1,"disk":1},"modules":{"crm":{"startMs":"1"}}}', '{"modules":null}']) {
    await writeFile(broken, content);
    t.same(await told(), silent, content);
  }
});
