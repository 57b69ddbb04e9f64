import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import t from 'tap';
import type { ModuleArchive, ModuleCard, ModuleNumbers } from '../../server/contracts/core/modules.js';
import { readArchiveManifest } from '../../server/core/modules/read-archive.js';
import { eventually, seeded } from '../support/kill-load.js';
import { dialects } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { call, type RunningPortal, sede, setUpFolder, startProcess } from '../support/process.js';

const seed = Number(process.env.SEDE_TEST_SEED ?? Date.now() % 1_000_000);
/** So often each step is killed before it is let through; more where somebody asks for it. */
const kills = Number(process.env.SEDE_TEST_KILLS ?? 1);

async function partsOf(data: string, { name }: { name: string }) {
  const { parts } = await readArchiveManifest(join(data, 'archives', name));
  return Object.fromEntries(Object.entries(parts).map(([path, { sha256, rows }]) => [path, `${rows} ${sha256}`]));
}

for (const dialect of dialects) {
  t.test(`a portal on ${dialect} that is killed while a module leaves or comes back has it before or after, never between (seed ${seed})`, async (t) => {
    const postgres = dialect === 'postgres' ? await freshPostgres() : null;
    t.teardown(async () => postgres?.drop());
    const { data, token, root } = await setUpFolder(t, postgres ? `[database]\nurl = "${postgres.url}"\n` : '');
    const leads = ['title,amount,currency', ...Array.from({ length: 4000 }, (_, i) => `Lead ${i},${i}.50,BRL`)].join('\n');
    await writeFile(join(root, 'leads.csv'), leads);
    const imported = await sede(['import', '--kind', 'leads', join(root, 'leads.csv'), '--data', data]);
    t.equal(imported.code, 0, imported.err);
    const random = seeded(seed);

    let portal = await startProcess(t, ['--data', data]);
    const get = async <T>(path: string) => (await (await call(portal, token, 'GET', path)).json()) as T;
    const post = (at: RunningPortal, path: string, body: unknown = {}) => call(at, token, 'POST', path, body);
    const card = async () => (await get<{ items: ModuleCard[] }>('modules')).items.find(({ id }) => id === 'crm') as ModuleCard;
    const archives = async () => (await get<{ items: ModuleArchive[] }>('module-archives')).items.filter(({ module }) => module === 'crm');
    /** What is stored of it, whatever the process is doing. */
    const held = async () => {
      const { tables, rows, coreRows, search, rights, settings, files } = await get<ModuleNumbers>('modules/crm/numbers');
      // How much hangs around the records is compared by hash below: what only passes through does not come back.
      return { tables, rows, around: coreRows > 0, search, rights, settings, files };
    };
    for (const id of ['sales', 'crm']) t.equal((await post(portal, `modules/${id}/park`)).status, 200);
    const full = await held();
    t.ok(full.rows > 4000 && full.search >= 4000);
    const nothing = { tables: 0, rows: 0, around: false, search: 0, rights: 0, settings: 0, files: 0 };
    let survived = 0;

    /** Takes a step, killing the portal in the middle of it until it was taken. */
    async function step(path: () => Promise<string>, body: unknown, [before, after]: readonly [string[], string], longest: number) {
      const times = longest === 0 ? 0 : kills;
      for (let attempt = 0; ; attempt += 1) {
        const address = await path();
        const answered = post(portal, address, body).then(
          ({ status }) => status,
          () => 0,
        );
        if (attempt < times) {
          await pause(random() * longest);
          await portal.end('SIGKILL');
          survived += 1;
        }
        await answered;
        if (attempt < times) portal = await startProcess(t, ['--data', data]);
        await eventually(
          async () => (await card()).work === null && JSON.stringify(await held()) === JSON.stringify((await card()).state === 'parked' ? full : nothing),
        );
        const { state } = await card();
        t.ok(before.includes(state) || state === after, `${address}: ${state}`);
        t.same(await held(), state === 'parked' ? full : nothing, `everything of it is there, or nothing: ${state}`);
        if (state === after) return;
        t.ok(attempt < times, `${address} comes to its end when nobody kills it: ${await JSON.stringify(await card())}`);
        if (attempt >= times) return;
      }
    }

    await step(async () => 'modules/crm/archive', {}, [['parked'], 'archived'], 900);
    const [first] = await archives();
    t.ok(first);
    await step(async () => `module-archives/${first?.name}/attach`, { parked: true }, [['archived'], 'parked'], 1500);
    await step(async () => 'modules/crm/archive', {}, [['parked'], 'archived'], 0);
    const [newest] = await archives();
    t.same(await partsOf(data, newest as ModuleArchive), await partsOf(data, first as ModuleArchive), 'the same by hash');
    await step(async () => `module-archives/${first?.name}/attach`, { parked: true }, [['archived'], 'parked'], 0);
    await step(async () => 'modules/crm/purge', { confirm: 'crm' }, [['parked'], 'purged'], 300);
    t.equal((await post(portal, `module-archives/${first?.name}/attach`)).status, 200);
    t.equal((await get<{ total: number }>('crm/leads?limit=1&total=true&q=lead')).total, 4000);
    t.comment(`${survived} kills`);
    t.equal((await portal.end('SIGTERM')).code, 0);
    const doctor = await sede(['doctor', '--data', data]);
    t.equal(doctor.code, 0, doctor.out);
    if (dialect === 'postgres') return;
    const file = new BetterSqlite3(join(data, 'sede.sqlite'), { readonly: true });
    t.equal(file.prepare("select v from search_trigrams_config where k = 'deletemerge'").pluck().get(), 10, 'the index of words is kept in order again');
    file.close();
  });
}
