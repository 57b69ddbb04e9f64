import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import t from 'tap';
import { openSqlite } from '../../server/core/db/sqlite.js';
import { call, ownFolder, sede, setUpFolder, startProcess } from '../support/process.js';

interface Problem {
  code: string;
  detail: string;
}

/** Fills a disk to its last byte. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  for (let size = 1_048_576; size >= 1; ) {
    try {
      if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      size = Math.floor(size / 2);
    }
  }
  closeSync(handle);
}

/** Everything that lies in folders of the data folder where something could be left half-made. */
async function madeIn(data: string): Promise<string[]> {
  const lists = await Promise.all(
    ['files', 'backups', 'archives'].map((name) => readdir(join(data, name), { recursive: true, withFileTypes: true }).catch(() => [])),
  );
  return lists
    .flat()
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

t.test('a full disk and a database that another process holds', async (t) => {
  const { data: first, token } = await setUpFolder(t);
  const disk = join(await ownFolder(t), 'disk');
  await mkdir(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]).status !== 0) {
    t.comment('a disk of its own cannot be mounted here: not tried');
    return;
  }
  t.teardown(async () => {
    spawnSync('umount', ['-l', disk]);
  });
  const data = join(disk, 'data');
  await cp(first, data, { recursive: true, preserveTimestamps: true });
  const portal = await startProcess(t, ['--data', data]);
  const send = (method: string, path: string, body?: unknown) => call(portal, token, method, path, body);
  const confirmed = new Map<number, string>();
  /** Stores a lead. @returns what was said where it was refused. */
  const lead = async (title: string): Promise<(Problem & { status: number; after: string | null }) | undefined> => {
    const answer = await send('POST', 'crm/leads', { title, address: 'x'.repeat(500) });
    const body = (await answer.json()) as { id: number } & Problem;
    if (answer.status === 201) confirmed.set(body.id, title);
    return answer.status === 201 ? undefined : { ...body, status: answer.status, after: answer.headers.get('retry-after') };
  };
  const lost = async (): Promise<string[]> => {
    const found = await Promise.all(
      [...confirmed].map(async ([id, title]) => ((await (await send('GET', `crm/leads/${id}`)).json()) as { title?: string }).title === title),
    );
    return [...confirmed.values()].filter((_, at) => !found[at]);
  };
  const form = () => {
    const body = new FormData();
    body.append('file', new Blob([Buffer.alloc(2_000_000, 'y')]), 'plan.pdf');
    return fetch(`${portal.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
  };
  const faults: string[] = [];

  await t.test('full, it refuses in words, makes nothing by halves, and goes on when there is room', async (t) => {
    await lead('Before');
    t.equal((await send('POST', 'modules/sales/park')).status, 200);
    const before = await madeIn(data);
    const filler = join(disk, 'filler');
    fill(filler);
    const refused: NonNullable<Awaited<ReturnType<typeof lead>>>[] = [];
    // The log of the database may have room of its own for the first of them.
    for (let round = 0; round < 200 && refused.length < 20; round += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, (_, lane) => lead(`Full ${round}-${lane}`)));
      refused.push(...answers.filter((answer) => answer !== undefined));
    }
    t.ok(refused.length >= 20, `${confirmed.size} were confirmed meanwhile`);
    t.same([...new Set(refused.map(({ status, code, after }) => `${status} ${code} ${after}`))], ['503 storage 30']);
    t.match(refused[0]?.detail, /The disk is full/);
    t.equal((await send('GET', 'crm/leads')).status, 200, 'reading goes on');
    const upload = await form();
    t.same([upload.status, ((await upload.json()) as Problem).code], [503, 'storage'], 'an upload is refused');
    const archived = await send('POST', 'modules/sales/archive');
    t.equal(archived.status, 503, await archived.text());
    const backup = await sede(['backup', 'now', '--data', data]);
    t.equal(backup.code, 1, backup.out);
    t.match(backup.err, /disk is full/i, 'a backup says why');
    t.notMatch(backup.err, /\n\s+at /, 'without a trace');
    t.same(await madeIn(data), before, 'nothing half-made is left');
    const { checks } = (await (await send('GET', 'health')).json()) as { checks: { check: string; state: string; text: string }[] };
    t.match(
      checks.find(({ check }) => check === 'disk'),
      { state: 'broken', text: /soon nothing can be written/ },
    );

    await rm(filler);
    t.equal(await lead('Room again'), undefined, 'without a restart');
    t.equal((await form()).status, 201);
    t.equal((await send('POST', 'modules/sales/archive')).status, 200);
    t.same(await lost(), []);
    faults.push(`full disk: 5 places, ${refused.length} leads refused, ${confirmed.size} confirmed, 0 lost`);
  });

  await t.test('held by another process, writes wait, or are told to come again, and reading goes on', async (t) => {
    const other = new BetterSqlite3(join(data, 'sede.sqlite'));
    other.exec('begin immediate');
    let answered = 0;
    const waiting = Array.from({ length: 8 }, (_, at) =>
      lead(`Waited ${at}`).finally(() => {
        answered += 1;
      }),
    );
    for (let at = 0; at < 20; at += 1) t.equal((await send('GET', 'crm/leads?limit=1')).status, 200);
    t.equal(answered, 0, 'they wait');
    other.exec('rollback');
    t.same(
      (await Promise.all(waiting)).filter((refused) => refused !== undefined),
      [],
      'and are stored when it lets go',
    );
    other.exec('begin exclusive');
    t.match(await lead('Too long'), { status: 503, code: 'busy', after: '1', detail: /./ });
    other.exec('rollback');
    other.close();
    t.equal(await lead('Free again'), undefined);
    t.same(await lost(), []);
    faults.push(`database held: 2 times, 8 writes waited, 1 was told to come again, ${confirmed.size} confirmed, 0 lost`);
  });

  t.equal((await portal.end('SIGTERM')).code, 0);
  const doctor = await sede(['doctor', '--data', data]);
  t.match(doctor.out, /Database: .* is sound/);
  for (const fault of faults) t.comment(fault);
});

t.test('a disk that does not take what was committed', async (t) => {
  let isBroken = false;
  const sync = async () => {
    if (isBroken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  };
  const db = openSqlite(join(await ownFolder(t), 'sede.sqlite'), { sync });
  t.teardown(() => db.close());
  await db.write(({ q }) => sql`create table notes (text text)`.execute(q));
  const note = (text: string) => db.write(({ q }) => sql`insert into notes values (${text})`.execute(q));
  await note('kept');
  isBroken = true;
  const refusal = { code: 'SQLITE_IOERR_FSYNC', message: /did not take what was committed \(EIO/ };
  await t.rejects(note('lost'), refusal, 'is not taken for one that did');
  isBroken = false;
  await t.rejects(note('behind'), refusal, 'nor is what would stand behind it');
  t.match(await sql`select text from notes`.execute(db.read), { rows: [{ text: 'kept' }] }, 'while reading goes on');
});

t.test('a transaction that waits for one behind it holds nobody up for ever', async (t) => {
  const db = openSqlite(join(await ownFolder(t), 'sede.sqlite'), { durable: false, longestTurnMs: 20 });
  t.teardown(() => db.close());
  let endFirst: (value: unknown) => void = () => undefined;
  const first = db.write(() => new Promise<unknown>((done) => (endFirst = done)));
  // Queued while the first runs; it ends only when this one has.
  await new Promise((done) => setImmediate(() => setImmediate(done)));
  const behind = db.write(async () => 'stored');
  behind.then(endFirst, (error: Error) => endFirst(error.message));
  await t.rejects(behind, { message: /The transaction before took longer than 20 ms/ });
  t.match(await first, /took longer/, 'the first ends then');
  t.equal(await db.write(async () => 'stored'), 'stored', 'and writing goes on');
});
