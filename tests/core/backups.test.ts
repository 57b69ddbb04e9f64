import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { allMigrations } from '../../server/all-migrations.js';
import type { Backups } from '../../server/contracts/core/backups.js';
import type { Health } from '../../server/contracts/core/health.js';
import type { ScheduledJob } from '../../server/contracts/core/jobs.js';
import { lockBackups } from '../../server/core/backup/folder-lock.js';
import { filesBelow } from '../../server/core/backup/manifest.js';
import { backupJob } from '../../server/core/backup/nightly.js';
import { restoreBackup } from '../../server/core/backup/restore.js';
import { newKey, parseKey, printKey } from '../../server/core/backup/seal.js';
import { dialects, startPortal } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { ownFolder } from '../support/process.js';
import { openDatabase, tableSums } from '../support/rows.js';

const version = '0.0.0';

for (const dialect of dialects) {
  t.test(`backups by plan on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'], rehearses: true });
    const root = await ownFolder(t);
    const job = backupJob({ services: p.portal.services, backup: { hour: 3, keep: 2 }, version });
    const page = async () => (await p.admin.api('GET', 'backups')).body as Backups;
    const sets = async () => (await readdir(join(p.folder, 'backups', 'sets'))).sort();
    const contents = async (folder = join(p.folder, 'backups')) => (await filesBelow(join(folder, 'contents'))).length;
    const night = async () => {
      p.pass(86_400_000);
      await job.handler(null, 1, () => undefined);
    };
    let others = 0;
    const elsewhere = async (): Promise<{ databaseUrl?: string; folder: string }> => {
      others += 1;
      const folder = join(root, `restored-${others}`);
      if (dialect === 'sqlite') return { folder };
      const other = await freshPostgres();
      t.teardown(other.drop);
      return { folder, databaseUrl: other.url };
    };
    const restored = async (source: string, keys: string[] = []) => {
      const place = await elsewhere();
      await restoreBackup({ source, ...place, keys: keys.map(parseKey), migrations: await allMigrations(), now: p.now() });
      const db = openDatabase(place.folder, place.databaseUrl ?? null);
      try {
        return { folder: place.folder, sums: await tableSums(db) };
      } finally {
        await db.close();
      }
    };
    const upload = async (text: string): Promise<number> => {
      const form = new FormData();
      form.append('file', new Blob([text.repeat(5000)]), `${text}.txt`);
      return (await p.admin.api('POST', 'files', form)).body.id;
    };

    await t.test('one holds every row and file, and stands alone', async (t) => {
      t.equal(job.cron, '0 3 * * *');
      t.equal((await p.admin.api('POST', 'crm/leads', { title: 'Kept' })).status, 201);
      await upload('first');
      await p.settle();
      await p.portal.services.search.catchUp();
      const before = await tableSums(p.portal.services.db);
      await job.handler(null, 1, () => undefined);
      const { items, health } = await page();
      t.match(items, [{ database: dialect, second: false, proof: null }]);
      t.equal(items[0]?.files, 1, 'the stored file; the key is there, too, and nobody uploaded it');
      t.match(health, { newest: items[0]?.id.replace(/T(..)-(..)-(..)Z/, 'T$1:$2:$3.000Z'), isLate: false, proven: null, failures: [] });
      const { folder, sums } = await restored(join(p.folder, 'backups'));
      t.same(sums, before);
      t.same(await filesBelow(join(folder, 'files')), await filesBelow(join(p.folder, 'files')));
    });

    await t.test('the next takes only the files that are new, and what no backup names goes with the last that did', async (t) => {
      const before = await contents();
      await upload('second');
      await night();
      t.equal(await contents(), before + 1);
      await rename(join(p.folder, 'files'), join(root, 'files'));
      await night();
      t.equal(await contents(), before + 1, 'the backups keep what is gone from the portal');
      await night();
      await night();
      t.ok((await contents()) < before, 'none names them any more');
      await rename(join(root, 'files'), join(p.folder, 'files'));
    });

    await t.test('as many are kept as the plan says', async (t) => {
      t.equal((await p.admin.api('PATCH', 'backups/plan', { keep: { daily: 3, weekly: 0, monthly: 0 } })).status, 200);
      for (let nights = 0; nights < 4; nights += 1) await night();
      t.equal((await sets()).length, 3);
      t.equal((await page()).items.length, 3);
    });

    await t.test('a process that is killed in the middle leaves no half backup, and the next one clears up', async (t) => {
      const before = await sets();
      const rest = [join('sets', '.making-2026-01-01T00-00-00Z'), '.taking-abc', join('contents', '00')];
      for (const folder of rest) {
        await mkdir(join(p.folder, 'backups', folder), { recursive: true });
        await writeFile(join(p.folder, 'backups', folder, '0000.part'), 'half');
      }
      const state = join(p.folder, 'backups', 'state.json');
      const running = { what: 'backup', at: p.now() };
      await writeFile(state, JSON.stringify({ ...JSON.parse(await readFile(state, 'utf8')), running }));
      t.match((await page()).health.failures, [{ ...running, why: 'interrupted' }], 'it is said that one was ended in the middle');
      const unlock = lockBackups(p.folder);
      t.same((await page()).health.failures, [], 'not while it is at work');
      unlock();
      t.same(
        (await page()).items.map(({ id }) => id),
        [...before].reverse(),
      );
      await night();
      t.equal((await filesBelow(join(p.folder, 'backups'))).filter((path) => /part|making|taking/.test(path)).length, 0);
      t.same((await page()).health.failures, [], 'until the next is made');
    });

    await t.test('when it fails, those who look after backups are told once, and the older ones stay', async (t) => {
      const seller = await p.person('Bia Lima', { role: 'salesperson' });
      const before = await sets();
      const { db } = p.portal.services;
      const broken = { ...p.portal.services, db: { ...db, read: db.read, snapshot: () => Promise.reject(new Error('the disk is full')) } };
      const failing = backupJob({ services: broken, backup: { hour: 3, keep: 2 }, version });
      for (const attempt of [1, 2])
        await t.rejects(
          failing.handler(null, attempt, () => undefined),
          /disk is full/,
        );
      const notices = (await p.admin.api('GET', 'notices')).body.items as { code: string; body: string }[];
      const told = notices.filter(({ code }) => code === 'core.backup.failed');
      t.equal(told.length, 1);
      t.match(told[0]?.body, /the disk is full\./);
      t.equal((await seller.api('GET', 'notices')).body.items.length, 0);
      t.same(await sets(), before);
      t.match((await page()).health.failures, [{ what: 'backup', why: 'other', reason: 'the disk is full.' }]);
      await night();
      t.same((await page()).health.failures, [], 'one that works settles it');
    });

    const second = join(root, 'share');
    await t.test('a second folder is tried before it is taken', async (t) => {
      const wish = async (path: string) => (await p.admin.api('PATCH', 'backups/plan', { second: path })).body;
      t.match(await wish('share'), { errors: [{ path: 'second', message: /whole path/ }] });
      t.match(await wish(second), { errors: [{ path: 'second', message: /not mounted/ }] });
      t.match(await wish(join(p.folder, 'backups')), { errors: [{ path: 'second', message: /outside the data folder/ }] });
      await mkdir(second);
      await writeFile(join(second, 'sede-backups.json'), JSON.stringify({ format: 1, portal: 'another' }));
      t.match(await wish(second), { errors: [{ path: 'second', message: /another portal/ }] });
      await rm(join(second, 'sede-backups.json'));
      t.match(await wish(second), { second });
      await night();
      const { items, second: state } = await page();
      t.match(state, { path: second, state: 'ok' });
      t.same([items[0]?.second, items[1]?.second], [true, false]);
      t.same((await restored(second)).sums, (await restored(join(p.folder, 'backups'))).sums);
    });

    await t.test('of a copied or restored portal it stays that of the first one, until somebody says that the copy takes its place', async (t) => {
      const mark = join(second, 'sede-backups.json');
      const ours = JSON.parse(await readFile(mark, 'utf8'));
      await writeFile(mark, JSON.stringify({ ...ours, home: 'where the first one lies' }));
      const there = await readdir(join(second, 'sets'));
      t.match(await page(), { second: { state: 'elsewhere' } });
      const { checks }: Health = (await p.admin.api('GET', 'health')).body;
      t.match(
        checks.find(({ check }) => check === 'backups'),
        { state: 'broken', text: /copied or restored from/, command: /^sede backup plan --second / },
        'health says it before a backup failed by it',
      );
      await t.rejects(night(), /copied or restored from/);
      t.same(await readdir(join(second, 'sets')), there, 'nothing came, and nothing went');
      t.match((await p.admin.api('PATCH', 'backups/plan', { second })).body, { second });
      const taken = await page();
      t.match(taken, { second: { state: 'ok' } });
      t.same(taken.health.failures, [], 'that it was not reached before is past');
      await night();
    });

    await t.test('while it is away the backup is made all the same, people are told, and it is caught up', async (t) => {
      await rename(second, `${second}-away`);
      await mkdir(second);
      const before = (await sets()).at(-1);
      await t.rejects(night(), /is away: is its share mounted/);
      t.not((await sets()).at(-1), before);
      t.match(await page(), { second: { state: 'away' }, health: { failures: [{ what: 'second' }] } });
      t.same(await readdir(second), [], 'nothing is put where the share is not mounted');
      const told = async (language: string) => {
        await p.admin.api('PATCH', 'session', { language });
        const { items } = (await p.admin.api('GET', 'notices')).body as { items: { code: string; body: string }[] };
        return items.filter(({ code }) => code === 'core.backup.second-failed').map(({ body }) => body);
      };
      const [portuguese, english] = [await told('pt-BR'), await told('en')];
      t.ok(english.length > 0 && english.length === portuguese.length);
      t.ok(
        english.some((body) => body.includes(`The second folder ${second} is away`)),
        'in words',
      );
      t.ok(
        portuguese.some((body) => body.includes(`A segunda pasta ${second} não está lá`)),
        'in those of the reader',
      );
      t.notOk(portuguese.some((body) => / the | is /.test(body)));
      await rm(second, { recursive: true });
      await rename(`${second}-away`, second);
      const made = await sets();
      await job.handler(null, 2, () => undefined);
      t.same(await sets(), made, 'only the copy was wanting');
      t.match(await page(), { second: { state: 'ok' }, health: { failures: [] } });
    });

    await t.test('what leaves the data folder is encrypted once there is a key, which is shown that once', async (t) => {
      t.match((await p.admin.api('PATCH', 'backups/plan', { sealed: true })).body, { errors: [{ path: 'sealed' }] });
      const made = await p.admin.api('POST', 'backups/key', undefined, { 'idempotency-key': 'one' });
      t.equal(made.status, 201);
      const { key, id } = made.body as { key: string; id: string };
      t.match(key, /^SEDE(-[0-9A-Z]{4}){13}$/);
      t.notMatch(JSON.stringify(await page()), key.slice(5, 30));
      t.equal((await page()).keyId, id);
      const lead = (await p.admin.api('POST', 'crm/leads', { title: 'Segredo da casa' })).body.id as number;
      const file = await upload('confidential');
      t.ok(lead > 0 && file > 0);
      const earlier = join(second, 'sets', (await readdir(join(second, 'sets'))).sort().at(-1) as string);
      const before = (await restored(earlier)).sums;
      t.match(await page(), { second: { state: 'ok', open: (await readdir(join(second, 'sets'))).length } });
      const { checks } = (await p.admin.api('GET', 'health')).body as { checks: { check: string; text: string }[] };
      t.match(checks.find(({ check }) => check === 'backups')?.text, /not encrypted: the next one encrypts/);
      await night();
      const sealed = (await filesBelow(second)).filter((path) => path.endsWith('.sealed'));
      t.ok(sealed.length >= 4);
      t.same(
        (await filesBelow(second)).filter((path) => !path.endsWith('.sealed')),
        ['sede-backups.json'],
        'also what lay there before',
      );
      t.match(await page(), { second: { state: 'ok', open: 0 }, health: { failures: [] } });
      t.same((await restored(earlier, [key])).sums, before, 'which is whole');
      const newest = join(second, 'sets', (await sets()).at(-1) as string);
      for (const path of await filesBelow(newest)) t.notMatch(await readFile(join(newest, path), 'latin1'), /Aurora|confidential|sha256/);
      const plain = createHash('sha256').update('confidential'.repeat(5000)).digest('hex');
      t.notOk(
        (await filesBelow(second)).some((path) => path.includes(plain)),
        'not even by the name it lies under',
      );
      await t.rejects(restored(second), /encrypted: name its key/);
      await t.rejects(restored(second, [printKey(newKey())]), /encrypted with another key/);
      t.throws(() => parseKey(key.slice(0, -2)), /52 letters/);
      t.throws(() => parseKey(`${key.slice(0, -1)}1`), /it was mistyped/);
      for (const typed of [key.replaceAll('-', ''), key.replaceAll('-', ' '), key.slice(5)]) t.equal(parseKey(typed).id, id, 'also without dashes or SEDE');
      const { sums, folder } = await restored(second, [key.toLowerCase().replaceAll('-', ' ').replace('sede ', 'sede-')]);
      t.same(sums, (await restored(join(p.folder, 'backups'))).sums);
      t.ok((await filesBelow(join(folder, 'files'))).some((path) => path.endsWith(plain)));
      t.ok((await readdir(join(folder, 'keys'))).includes(`backup-${id}.key`), 'the restored portal goes on with the key');
      t.same(
        (await filesBelow(second)).filter((path) => path.includes('backup-')),
        [],
      );

      const [set] = (await page()).items;
      const response = await fetch(`${p.url}/api/v1/backups/${set?.id}/file`, { headers: { cookie: p.admin.cookie } });
      t.match(response.headers.get('content-disposition'), /sede-ferragens-aurora-.*\.tar\.gz\.sealed"/);
      const download = join(root, 'download under another name');
      const bytes = Buffer.from(await response.arrayBuffer());
      await writeFile(download, bytes);
      t.same((await restored(download, [key])).sums, sums);
      bytes[bytes.length - 40] = (bytes[bytes.length - 40] as number) ^ 1;
      await writeFile(download, bytes);
      await t.rejects(restored(download, [key]), /damaged or cut off/);
      await writeFile(download, bytes.subarray(0, bytes.length - 100));
      await t.rejects(restored(download, [key]), /damaged or cut off/);
    });

    await t.test('a damaged one is not encrypted, which would make it look whole, and is told of as open', async (t) => {
      t.equal((await p.admin.api('PATCH', 'backups/plan', { sealed: false })).status, 200);
      await night();
      const open = join(second, 'sets', (await sets()).at(-1) as string);
      const present = await readdir(open);
      const database = join(open, present.find((name) => name.startsWith('sede.sqlite') || name.startsWith('database')) as string);
      const bytes = await readFile(database);
      bytes[200] = (bytes[200] as number) ^ 1;
      await writeFile(database, bytes);
      t.equal((await p.admin.api('PATCH', 'backups/plan', { sealed: true })).status, 200);
      await night();
      t.same(await readdir(open), present);
      t.match(await page(), { second: { state: 'ok', open: 1 }, health: { failures: [] } });
      await rm(open, { recursive: true });
    });

    await t.test('a second folder that cannot be written or is full is said to be so, with what to do', async (t) => {
      const small = join(root, 'small');
      await mkdir(small);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status !== 0) {
        t.comment('a disk of its own cannot be mounted here: not tried');
        return;
      }
      t.teardown(() => spawnSync('umount', ['-l', small]));
      const check = async () => ((await p.admin.api('GET', 'health')).body as Health).checks.find(({ check }) => check === 'backups');
      t.equal((await p.admin.api('PATCH', 'backups/plan', { second: small })).status, 200);
      t.equal(spawnSync('mount', ['-o', 'remount,ro', small]).status, 0);
      await t.rejects(night(), /cannot write into the second folder/);
      t.match((await page()).health.failures, [{ what: 'second', why: 'second-read-only', path: small }]);
      t.equal(spawnSync('mount', ['-o', 'remount,rw', small]).status, 0);
      await writeFile(join(small, 'of others'), Buffer.alloc(40_000));
      await t.rejects(night(), /second folder .* is full: make room/);
      t.match((await page()).health.failures, [{ what: 'second', why: 'second-full', path: small }]);
      const told = await check();
      t.match(told, { text: /is full: make room/, page: '/settings/backups' });
      t.notMatch(told?.text, /ENOSPC/);
      t.notOk(told?.action, 'asking for one at once leads nowhere');
      t.equal((await p.admin.api('PATCH', 'backups/plan', { second })).status, 200);
      await night();
      t.same((await page()).health.failures, []);
    });

    await t.test('the newest is restored on trial, out of the second folder: rows, files, and signing in', async (t) => {
      t.equal((await p.admin.api('POST', 'backups/rehearsal')).status, 200);
      await p.settle();
      const { items, health } = await page();
      t.match(health.proven, { place: 'second', into: dialect, error: null });
      t.ok(
        items.some(({ proof }) => proof?.error === null),
        'the one that was the newest then',
      );
      t.ok((health.proven?.ms ?? 0) > 0);
      t.same(
        (await readdir(join(p.folder, 'backups'))).filter((name) => name.startsWith('.')),
        [],
        'nothing is left of it',
      );
    });

    await t.test('a backup that is damaged does not stand the trial, and that is said loudly', async (t) => {
      for (const path of await filesBelow(join(second, 'contents'))) {
        const bytes = await readFile(join(second, 'contents', path));
        bytes[60] = (bytes[60] as number) ^ 1;
        await writeFile(join(second, 'contents', path), bytes);
      }
      await p.admin.api('POST', 'backups/rehearsal');
      await p.settle();
      const { items, health } = await page();
      t.match(health, { failures: [{ what: 'rehearsal', why: 'damaged', reason: /damaged|not what it was/ }], proven: { error: null }, newestProven: false });
      t.match(items[0]?.proof, { error: /damaged|not what it was/, why: 'damaged' });
      // A later failure of another kind does not hide it, and each is told in the reader's language.
      const { db } = p.portal.services;
      const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      const broken = { ...p.portal.services, db: { ...db, read: db.read, snapshot: () => Promise.reject(full) } };
      await t.rejects(backupJob({ services: broken, backup: { hour: 3, keep: 2 }, version }).handler(null, 1, () => undefined));
      t.match((await page()).health.failures, [
        { what: 'backup', why: 'disk-full' },
        { what: 'rehearsal', why: 'damaged' },
      ]);
      await p.admin.api('PATCH', 'session', { language: 'pt-BR' });
      const { checks } = (await p.admin.api('GET', 'health')).body as { checks: { check: string; state: string; text: string }[] };
      t.match(
        checks.filter(({ check }) => check === 'backups' || check === 'rehearsal'),
        [
          { state: 'broken', text: /O disco está cheio\.$/ },
          { state: 'broken', text: /O backup está danificado ou incompleto\./ },
        ],
      );
      await p.admin.api('PATCH', 'session', { language: 'en' });
      await night();
      t.ok(((await p.admin.api('GET', 'notices')).body.items as { code: string }[]).some(({ code }) => code === 'core.backup.rehearsal-failed'));
    });

    await t.test('one whose list is torn does not keep the next from being made', async (t) => {
      const [torn] = await sets();
      await truncate(join(p.folder, 'backups', 'sets', torn as string, 'contents.json.gz'), 20);
      p.pass(1000);
      await p.admin.api('POST', 'backups/now');
      await p.settle();
      const { items, health } = await page();
      t.not(items[0]?.id, torn);
      t.notOk(health.failures.some(({ what }) => what === 'backup'));
      t.equal((await p.admin.api('DELETE', `backups/${torn}`)).status, 200);
    });

    await t.test('one can be removed; only who may looks after backups', async (t) => {
      const [, victim] = (await page()).items;
      t.equal((await p.admin.api('DELETE', `backups/${victim?.id}`)).status, 200);
      t.equal((await p.admin.api('DELETE', `backups/${victim?.id}`)).status, 404);
      t.notOk((await sets()).includes(victim?.id as string));
      const manager = await p.person('Caio Reis', { role: 'sales-manager' });
      for (const [method, path] of [
        ['GET', 'backups'],
        ['POST', 'backups/now'],
        ['POST', 'backups/key'],
        ['GET', `backups/${(await sets())[0]}/file`],
      ] as const)
        t.equal((await manager.api(method, path)).status, 403, path);
      t.equal((await p.admin.api('GET', 'backups/2020-01-01T00-00-00Z/file')).status, 404);
    });

    await t.test('another hour moves the next run', async (t) => {
      const hourOf = async () => new Date((await page()).nextAt as string).getUTCHours();
      const before = await hourOf();
      await p.admin.api('PATCH', 'backups/plan', { hour: 9, days: [1, 4] });
      t.not(await hourOf(), before);
      t.match(await page(), { plan: { hour: 9, days: [1, 4] }, health: { lateAfterHours: 108 } });
      const jobs = (await p.admin.api('GET', 'jobs')).body.scheduled as ScheduledJob[];
      t.match(jobs.find(({ kind }) => kind === 'core.nightly-snapshot')?.schedule, { kind: 'days', at: '09:00', weekdays: [1, 4] });
    });
  });
}

t.test('a backup that cannot be written leaves nothing behind', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: [] });
  await rm(join(p.folder, 'backups'), { recursive: true, force: true });
  await writeFile(join(p.folder, 'backups'), 'a file where the folder should be');
  const job = backupJob({ services: p.portal.services, backup: { hour: 3, keep: 2 }, version });
  await t.rejects(async () => job.handler(null, 2, () => undefined));
});

t.test('requests are answered while a snapshot of a large database is taken', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { db } = p.portal.services;
  const data = JSON.stringify({ text: 'x'.repeat(4000) });
  for (let group = 0; group < 50; group += 1) {
    const rows = Array.from({ length: 200 }, () => ({ at: p.now(), actor_id: null, action: 'test.filled', target: null, data, hash: '' }));
    await db.write(({ q }) => q.insertInto('audit').values(rows).execute());
  }
  const medianOf = (times: number[]) => [...times].sort((x, y) => x - y)[times.length >> 1] as number;
  const create = async (title: string): Promise<number> => {
    const since = performance.now();
    t.equal((await p.admin.api('POST', 'crm/leads', { title })).status, 201);
    return performance.now() - since;
  };
  const usual: number[] = [];
  for (let i = 0; i < 20; i += 1) usual.push(await create(`Before ${i}`));
  let done = false;
  const snapshot = db.snapshot(join(p.folder, 'large.sqlite')).finally(() => {
    done = true;
  });
  const meanwhile: number[] = [];
  while (!done) meanwhile.push(await create(`Meanwhile ${meanwhile.length}`));
  const rows = await snapshot;
  t.ok((rows.audit ?? 0) >= 10_000);
  t.ok((rows.crm_leads ?? 0) >= 20 && (rows.crm_leads ?? 0) <= 20 + meanwhile.length, 'the copy is of one moment');
  t.ok(meanwhile.length > 3, `${meanwhile.length} requests were answered meanwhile`);
  // Against the usual time: on a busy machine every request is slow.
  t.ok(medianOf(meanwhile) < 50 + 4 * medianOf(usual), `${medianOf(meanwhile).toFixed(1)} ms instead of ${medianOf(usual).toFixed(1)} ms`);
});
