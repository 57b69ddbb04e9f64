import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { call, sede, setUpFolder, startProcess } from '../support/process.js';

/** What others than its owner may do anything with, below a folder and the folder itself. */
async function openIn(folder: string, others = 0o077): Promise<string[]> {
  const paths = ['.', ...(await readdir(folder, { recursive: true }))];
  const modes = await Promise.all(paths.map(async (path) => ({ path, mode: (await stat(join(folder, path))).mode })));
  return modes.filter(({ mode }) => (mode & others) !== 0).map(({ path, mode }) => `${path} ${(mode & 0o777).toString(8)}`);
}

t.test('who on the machine reads what a portal writes', { skip: process.platform === 'win32' && 'no such rights there' }, async (t) => {
  // As most machines are: what is written is for everybody unless it is said otherwise.
  const before = process.umask(0o022);
  t.teardown(() => process.umask(before));
  const { root, data, token } = await setUpFolder(t);
  const csv = join(root, 'leads.csv');
  await writeFile(csv, 'Title,Company\nFrom a fair,Aurora\n');
  const importLeads = (folder: string) => sede(['import', '--kind', 'leads', csv, '--data', folder]);
  const upload = async (portal: { url: string }) => {
    const body = new FormData();
    body.set('kind', 'leads');
    body.set('file', new Blob(['Title,Company\nFrom the web,Aurora\n']), 'leads.csv');
    const headers = { authorization: `Bearer ${token}` };
    t.equal((await fetch(`${portal.url}/api/v1/imports`, { method: 'POST', headers, body })).status, 201);
  };

  await t.test('its owner alone, of all that lies in its folder', async (t) => {
    t.equal((await importLeads(data)).code, 0);
    const portal = await startProcess(t, ['--data', data]);
    await upload(portal);
    t.equal((await call(portal, token, 'POST', 'crm/leads', { title: 'One' })).status, 201);
    t.equal((await sede(['backup', 'now', '--data', data])).code, 0);
    t.equal((await portal.end('SIGTERM')).code, 0);
    t.same(await openIn(data), []);
  });

  await t.test('its owner alone, of what was restored, also into a folder that was there and from files that were open', async (t) => {
    const file = join(root, 'all.tar.gz');
    t.equal((await sede(['backup', '--to', file, '--data', data])).code, 0);
    const [there, fromSets] = [join(root, 'there'), join(root, 'from-sets')];
    await mkdir(there);
    t.equal((await sede(['restore', file, '--data', join(root, 'new')])).code, 0);
    t.equal((await sede(['restore', file, '--data', there])).code, 0);
    for (const path of await readdir(join(data, 'backups'), { recursive: true })) await chmod(join(data, 'backups', path), 0o755);
    t.equal((await sede(['restore', join(data, 'backups'), '--data', fromSets])).code, 0);
    for (const folder of [join(root, 'new'), there, fromSets]) t.same(await openIn(folder), [], folder);
  });

  await t.test('its owner alone, where it is set up in a folder that was there', async (t) => {
    const there = join(root, 'made-before');
    await mkdir(there);
    t.equal((await sede(['setup', '--answers', join(root, 'answers.toml'), '--data', there])).code, 0);
    t.same(await openIn(there), []);
  });

  await t.test('the group to which its folder was opened, of what is stored in it, and nobody else', async (t) => {
    await chmod(data, 0o750);
    const imports = new Set(await readdir(join(data, 'imports')));
    const portal = await startProcess(t, ['--data', data]);
    await upload(portal);
    t.equal((await portal.end('SIGTERM')).code, 0);
    const fresh = (await readdir(join(data, 'imports'))).filter((name) => !imports.has(name));
    t.not(fresh.length, 0);
    for (const name of fresh) t.equal((await stat(join(data, 'imports', name))).mode & 0o777, 0o640);
    t.equal((await stat(data)).mode & 0o777, 0o750, 'a start leaves the folder as it is');
  });
});
