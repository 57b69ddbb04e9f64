import { execFile } from 'node:child_process';
import { cp, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { nightlyName } from '../../server/core/backup/snapshots.js';
import { copySqlite } from '../../server/core/db/sqlite-copy.js';
import { call, sede, setUpFolder, startProcess, startRefused, streamOfLeads } from '../support/process.js';

const copyFolder = promisify(execFile);

t.test('a folder that is copied while its portal works starts elsewhere, or says how its snapshot does', async (t) => {
  const { root, data, token } = await setUpFolder(t);
  const portal = await startProcess(t, ['--data', data]);
  const stream = streamOfLeads(portal, token);
  await stream.reach(40);
  const confirmedBefore = new Map(stream.confirmed);
  await mkdir(join(data, 'backups'), { recursive: true });
  await copySqlite(join(data, 'sede.sqlite'), join(data, 'backups', nightlyName(new Date().toISOString(), 'sqlite')));
  await stream.reach(60);
  const copy = join(root, 'copy');
  await copyFolder('cp', ['-r', data, copy]);
  await stream.stop();
  await portal.end('SIGTERM');

  await t.test('the copy itself is checked at its first start', async (t) => {
    const started = await startProcess(t, ['--data', copy]).catch((error: Error) => error);
    if (started instanceof Error) t.match(started.message, /sede restore .*nightly-/s);
    else {
      t.equal((await call(started, token, 'GET', 'crm/leads?limit=1')).status, 200);
      await started.end('SIGTERM');
      t.equal((await sede(['doctor', '--data', copy])).code, 0);
    }
  });

  await t.test('the snapshot in the copy becomes a portal with all that was confirmed before it', async (t) => {
    const [snapshot] = (await readdir(join(copy, 'backups'))).filter((name) => name.startsWith('nightly-'));
    const restored = join(root, 'restored');
    const done = await sede(['restore', join(copy, 'backups', snapshot as string), '--data', restored]);
    t.equal(done.code, 0, done.err);
    t.equal((await sede(['doctor', '--data', restored])).code, 0);
    const again = await startProcess(t, ['--data', restored]);
    const wanted = [...confirmedBefore.keys()];
    const statuses = await Promise.all(wanted.map(async (id) => (await call(again, token, 'GET', `crm/leads/${id}`)).status));
    t.ok(statuses.every((status) => status === 200));
    await again.end('SIGTERM');
  });

  await t.test('a torn database is refused, with what to do instead', async (t) => {
    const torn = join(root, 'torn');
    await cp(data, torn, { recursive: true });
    const file = await open(join(torn, 'sede.sqlite'), 'r+');
    const { size } = await file.stat();
    for (let page = 8; page * 4096 < size; page += 16) await file.write(Buffer.alloc(4096, page), 0, 4096, page * 4096);
    await file.close();
    const { code, err } = await startRefused(['--data', torn, '--port', '0']);
    t.equal(code, 1);
    t.match(err, /is damaged; most likely the folder was copied while the portal ran/);
    t.match(err, new RegExp(`sede restore ${join(torn, 'backups', 'nightly-')}.*\\.sqlite --data NEW-FOLDER`));
  });
});
