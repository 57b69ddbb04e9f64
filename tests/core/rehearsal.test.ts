import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import t from 'tap';
import { lockBackups } from '../../server/core/backup/folder-lock.js';
import { filesBelow } from '../../server/core/backup/manifest.js';
import { openRepository } from '../../server/core/backup/repository.js';
import { takeSet } from '../../server/core/backup/take.js';
import { rehearseWith } from '../../server/rehearsal.js';
import { startMailServer } from '../support/mail-server.js';
import { startPortal } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { killSede, ownFolder, sede, setUpFolder } from '../support/process.js';
import { startReceiver } from '../support/receiver.js';

t.test('a trial sends nothing of what waits in the backup', async (t) => {
  const mails = await startMailServer();
  t.teardown(mails.close);
  const receiver = await startReceiver(t);
  const p = await startPortal(t, {
    dialect: 'sqlite',
    modules: ['crm'],
    mail: { smtp: `smtp://127.0.0.1:${mails.port}`, from: 'portal@aurora.example' },
    webhooks: ['localhost'],
  });
  await p.admin.api('POST', 'webhooks', { name: 'Shop', url: receiver.url, events: ['crm.lead.created'] });
  const person = (await p.admin.api('POST', 'people', { name: 'Davi', email: 'davi@aurora.example' })).body;
  t.equal((await p.admin.api('POST', `people/${person.id}/invite`)).status, 200);
  t.equal((await p.admin.api('POST', 'crm/leads', { title: 'Told later' })).status, 201);
  const { id } = await takeSet({ folder: p.folder }, { db: p.portal.services.db, version: '0', company: null, now: p.now() });
  const target = join(await ownFolder(t), 'trial');
  await mkdir(target);
  const result = await rehearseWith(null)({ set: join(p.folder, 'backups', 'sets', id), target, keys: [] });
  t.same(result, { into: 'sqlite', error: null, why: null });
  t.equal(mails.received.length, 0);
  t.equal(receiver.received.length, 0);
  await p.settle();
  t.equal(mails.received.length, 1, 'the portal itself sends it');
  t.ok(receiver.received.length > 0);
});

t.test('where the portal may make no database on its server, a trial of PostgreSQL goes into SQLite', async (t) => {
  const p = await startPortal(t, { dialect: 'postgres', modules: ['crm'] });
  await p.admin.api('POST', 'crm/leads', { title: 'Crossing' });
  const { id } = await takeSet({ folder: p.folder }, { db: p.portal.services.db, version: '0', company: null, now: p.now() });
  const other = await freshPostgres();
  t.teardown(other.drop);
  const role = `plain_${process.pid}`;
  const db = new pg.Client({ connectionString: other.url });
  await db.connect();
  await db.query(`create role ${role} login password 'plain' nocreatedb nosuperuser`);
  t.teardown(async () => {
    await db.query(`drop role ${role}`);
    await db.end();
  });
  const url = new URL(other.url);
  url.username = role;
  url.password = 'plain';
  const target = join(await ownFolder(t), 'trial');
  await mkdir(target);
  t.same(await rehearseWith(url.href)({ set: join(p.folder, 'backups', 'sets', id), target, keys: [] }), { into: 'sqlite', error: null, why: null });
  await rm(target, { recursive: true });
  await mkdir(target);
  t.same(await rehearseWith(other.url)({ set: join(p.folder, 'backups', 'sets', id), target, keys: [] }), { into: 'postgres', error: null, why: null });
  const { rows } = await db.query("select datname from pg_database where datname like 'sede_rehearsal_%'");
  t.same(rows, [], 'the throwaway database is gone');
});

t.test('a backup that is killed at any moment leaves whole ones only', async (t) => {
  const { root, data } = await setUpFolder(t);
  const backups = join(data, 'backups');
  const since = performance.now();
  t.equal((await sede(['backup', 'now', '--data', data])).code, 0);
  const whole = performance.now() - since;
  const counts = { killed: 0, made: 0 };
  for (let turn = 0; turn < 6; turn += 1) {
    const { signal } = await killSede(['backup', 'now', '--data', data], whole * (0.3 + turn * 0.13));
    counts[signal === 'SIGKILL' ? 'killed' : 'made'] += 1;
    const repository = openRepository(backups, [], null);
    for (const id of await repository.ids()) {
      const manifest = await repository.manifest(id);
      await repository.writeDatabase(id, manifest, join(root, 'database'));
      for (const content of Object.values(await repository.contents(id, manifest))) await repository.writeContent(content, join(root, 'content'));
    }
  }
  t.ok(counts.killed > 0, JSON.stringify(counts));
  t.equal((await sede(['backup', 'now', '--data', data])).code, 0);
  t.same(
    (await filesBelow(backups)).filter((path) => /making|taking|\.part/.test(path)),
    [],
    'the next one has cleared up',
  );

  const isUnderWay = async () => (await readFile(join(backups, 'state.json'), 'utf8')).includes('"running"');
  await killSede(['backup', 'verify', '--data', data], isUnderWay);
  const { out } = await sede(['backup', 'list', '--data', data]);
  t.match(out, /Last failure \(rehearsal, .*\): It was ended in the middle|Last proven restore: just now/, 'a trial that was killed is told of');
  const restored = join(root, 'restored');
  const restore = ['restore', backups, '--data', restored];
  await killSede(restore, async () => (await readdir(restored).catch(() => [] as string[])).some((name) => name.startsWith('.restoring-')));
  const again = await sede(restore);
  // It had done all, or left nothing in the way.
  if (again.code !== 0) t.match(again.err, /is not empty/);
  t.equal((await sede(['doctor', '--data', restored])).code, 0);
  t.same(
    (await readdir(restored)).filter((name) => name.startsWith('.')),
    [],
    'what a restore left that was killed is cleared up',
  );
  t.comment(`killed: ${counts.killed} backups, 1 trial, 1 restore; ${counts.made} were made before; every backup that is there is whole`);
});

t.test('the command line refuses what cannot be, and a second backup at once', async (t) => {
  const { data } = await setUpFolder(t);
  t.match(await sede(['backup', 'verify', '--data', data]), { code: 1, err: /there is no backup yet/ });
  t.match(await sede(['backup', 'remove', '2020-01-01T00-00-00Z', '--data', data]), { code: 1, err: /there is no backup 2020/ });
  t.match(await sede(['backup', 'remove', '--data', data]), { code: 2, err: /Which backup\?/ });
  t.match(await sede(['backup', 'everything', '--data', data]), { code: 2, err: /There is no "everything" here, but list, now/ });
  t.match(await sede(['backup', 'now', '--plain', '--data', data]), { code: 2, err: /--plain cannot go with sede backup now/ });
  t.match(await sede(['backup', 'key', 'SEDE-1', '--data', data]), { code: 1, err: /52 letters/ });
  const unlock = lockBackups(data);
  t.match(await sede(['backup', 'now', '--data', data]), { code: 1, err: /Another backup of this portal is being made/ });
  unlock();
  const made = await sede(['backup', 'now', '--json', '--data', data]);
  const { id } = JSON.parse(made.out) as { id: string };
  t.match(JSON.parse((await sede(['backup', 'list', '--json', '--data', data])).out), { items: [{ id, proof: null }], health: { failures: [] } });
  t.match(await sede(['backup', 'verify', id, '--data', data]), { code: 0, out: /Proven in .* every row and every file/ });
  t.match((await sede(['backup', 'list', '--data', data])).out, /Last proven restore: just now/);
  t.equal((await sede(['backup', 'remove', id, '--data', data])).code, 0);
  t.same(await readdir(join(data, 'backups', 'sets')), []);
});
