import { readFileSync } from 'node:fs';
import { cp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import t from 'tap';
import { filesBelow } from '../../server/core/backup/manifest.js';
import { backUp, copyLive } from '../support/live-copies.js';
import { call, setUpFolder, startProcess, startRefused, streamOfLeads } from '../support/process.js';

async function tear(folder: string): Promise<void> {
  const file = await open(join(folder, 'sede.sqlite'), 'r+');
  const { size } = await file.stat();
  for (let page = 8; page * 4096 < size; page += 16) await file.write(Buffer.alloc(4096, page), 0, 4096, page * 4096);
  await file.close();
}

t.test('a folder that is copied while its portal works starts elsewhere', async (t) => {
  const { root, data, token } = await setUpFolder(t);
  const portal = await startProcess(t, ['--data', data]);
  const form = new FormData();
  form.append('file', new Blob(['signed']), 'contract.txt');
  const stored = await fetch(`${portal.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
  t.equal(stored.status, 201);

  await t.test('however it is copied, with everything that was confirmed before, or with the backup in it', async (t) => {
    const result = await copyLive(t, { root, data, token, portal, copies: 4 });
    t.same(result.faults, []);
    t.equal(result.started, 4, `${result.asCopied} as they were copied, ${result.fromBackup} from the backup`);
  });

  await t.test('also where its log was begun anew while it was copied, however the parts were copied', async (t) => {
    const [file, log] = [join(data, 'sede.sqlite'), join(data, 'sede.sqlite-wal')];
    const made = async (count: number) => {
      for (let n = 0; n < count; n += 1) t.equal((await call(portal, token, 'POST', 'crm/leads', { title: `Log ${n}` })).status, 201);
    };
    const beginAnew = async () => {
      const handle = new BetterSqlite3(file);
      // The portal may be copying its log into the file at this moment.
      let isBegun = false;
      for (let tries = 0; tries < 600 && !isBegun; tries += 1) {
        if (tries > 0) await setTimeout(50);
        isBegun = (handle.pragma('wal_checkpoint(RESTART)') as { busy: number }[])[0]?.busy === 0;
      }
      t.ok(isBegun, 'the log can be begun anew');
      handle.close();
      // The second is answered when what the first left to do is done.
      await made(2);
    };
    /** File and log, and the file as it was later, when it held what came after that log and the log still went on. */
    const copiedLater = async () => {
      await made(10);
      const [oldFile, oldLog] = [await readFile(file), await readFile(log)];
      await made(3);
      const other = new BetterSqlite3(file);
      // Whoever reads at this moment keeps some of it back.
      for (let isWhole = false; !isWhole; ) {
        const [state] = other.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[];
        isWhole = state?.busy === 0 && state.log === state.checkpointed;
      }
      const [laterFile, laterLog] = [readFileSync(file), readFileSync(log)];
      other.close();
      return { oldFile, oldLog, laterFile, goesOn: laterLog.subarray(16, 24).equals(oldLog.subarray(16, 24)) };
    };
    // Where the portal wrote something of its own in between, such as the words to search, it has begun another.
    let copied = await copiedLater();
    for (let tries = 1; !copied.goesOn && tries < 10; tries += 1) copied = await copiedLater();
    t.ok(copied.goesOn, 'the log was not begun anew');
    const { oldFile, oldLog, laterFile } = copied;
    await beginAnew();
    await made(10);
    const [newFile, newLog] = [await readFile(file), await readFile(log)];
    const half = 32 + 10 * 4120;
    const torn: [string, Buffer, Buffer, RegExp][] = [
      ['log', oldFile, Buffer.concat([oldLog.subarray(0, half), newLog.subarray(half)]), /its log was begun anew while it was copied/],
      ['database-first', oldFile, newLog, /copied before its log/],
      ['log-first', laterFile, oldLog, /copied after its log/],
    ];
    for (const [name, database, itsLog, fault] of torn) {
      const target = join(root, name);
      await cp(data, target, { recursive: true, filter: (path) => !path.startsWith(file) });
      await writeFile(join(target, 'sede.sqlite'), database);
      await writeFile(join(target, 'sede.sqlite-wal'), itsLog);
      const { out, err } = await (await startProcess(t, ['--data', target])).end('SIGTERM');
      t.match(out, /The backup of \S+ in it is used instead/, name);
      t.match(out + err, fault, name);
    }
    const target = join(root, 'of-one-time');
    await cp(data, target, { recursive: true, filter: (path) => !path.startsWith(file) });
    await writeFile(join(target, 'sede.sqlite'), newFile);
    await writeFile(join(target, 'sede.sqlite-wal'), newLog);
    t.notMatch((await (await startProcess(t, ['--data', target])).end('SIGTERM')).out, /is used instead/, 'one of one time is used as it is');
  });

  const stream = streamOfLeads(portal, token);
  await stream.reach(40);
  await stream.stop();
  await backUp(data);
  const later = (await (await call(portal, token, 'POST', 'crm/leads', { title: 'After the backup' })).json()) as { id: number };
  await portal.end('SIGTERM');

  await t.test('a torn database gives way to the backup, which says how old it is and what is missing', async (t) => {
    const torn = join(root, 'torn');
    await cp(data, torn, { recursive: true });
    await tear(torn);
    await rm(join(torn, 'files'), { recursive: true });
    const again = await startProcess(t, ['--data', torn]);
    const wanted = [...stream.confirmed.keys()];
    const statuses = await Promise.all(wanted.map(async (id) => (await call(again, token, 'GET', `crm/leads/${id}`)).status));
    t.ok(statuses.every((status) => status === 200));
    t.equal((await call(again, token, 'GET', `crm/leads/${later.id}`)).status, 404);
    const notices = (await (await call(again, token, 'GET', 'notices')).json()) as { items: { code: string }[] };
    t.ok(notices.items.some(({ code }) => code === 'core.backup.torn'));
    const { out } = await again.end('SIGTERM');
    t.match(out, /caught in the middle of a change/);
    t.match(out, /The backup of \S+ in it is used instead, which is \d+ minutes old\. .* missing\./);
    t.match(out, /1 stored files that had not been copied were taken from the backups/);
    const [aside] = (await readdir(torn)).filter((name) => name.startsWith('torn-'));
    t.ok((await readdir(join(torn, aside as string))).includes('sede.sqlite'), 'the torn one is put aside');
    t.equal((await filesBelow(join(torn, 'files'))).length, 1);
    const second = await startProcess(t, ['--data', torn]);
    t.notMatch((await second.end('SIGTERM')).out, /caught in the middle/, 'at the next start nothing is said any more');
  });

  await t.test('without a sound backup it is refused, with what to do instead', async (t) => {
    const torn = join(root, 'without');
    await cp(data, torn, { recursive: true });
    await tear(torn);
    await rm(join(torn, 'backups'), { recursive: true });
    const { code, err } = await startRefused(['--data', torn, '--port', '0']);
    t.equal(code, 1);
    t.match(err, /is damaged; most likely the folder was copied while the portal ran/);
    t.match(err, /sede restore BACKUP --data NEW-FOLDER/);
  });
});
