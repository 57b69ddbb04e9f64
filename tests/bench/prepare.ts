import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pino from 'pino';
import { newSecret } from '../../server/core/auth/secrets.js';
import { setUp } from '../../server/core/setup/set-up.js';
import { openPortal } from '../../server/portal.js';

/** The company of the bench: 200 people in 40 departments, deals over 8 stages, amounts with ties and some without. */
export const people = 200;
const departments = 40;

export interface Prepared {
  folder: string;
  rows: number;
  /** Session cookies of somebody who sees all, a department (5 of 200 people), their own rows. */
  cookies: { all: string; department: string; own: string };
}

/** Of a portal of the bench; the port is the system's choice. */
export const configOf = (folder: string) => ({
  data: folder,
  port: 0,
  host: '127.0.0.1',
  basePath: '',
  trustProxy: false,
  databaseUrl: null,
  metrics: [],
  backup: { hour: 2, keep: 7 },
  webhooks: { ranges: [], hosts: new Set<string>() },
});

async function setUpPortal(folder: string, modules: string[]): Promise<void> {
  const portal = await openPortal(configOf(folder), { log: pino({ level: 'silent' }), clock: false });
  const answers = {
    language: 'en',
    company: { name: 'Bench', country: 'US' },
    admin: { name: 'Bench', email: 'bench@bench.example', password: 'bench bench bench' },
    modules: { install: modules },
  };
  await setUp(portal.setUpDeps, answers, () => undefined);
  await portal.close();
}

function fillPeople(db: BetterSqlite3.Database): void {
  const now = new Date().toISOString();
  const roleOf = (builtIn: string) => (db.prepare('select id from roles where built_in = ?').get(builtIn) as { id: number }).id;
  for (let d = 1; d <= departments; d += 1) db.prepare('insert into departments (version, name) values (1, ?)').run(`Department ${d}`);
  const person = db.prepare(
    "insert into people (version, name, folded_name, status, language, time_zone, department_id, created_at) values (1, ?, ?, 'active', 'en', 'UTC', ?, ?)",
  );
  for (let p = 2; p <= people; p += 1) {
    const { lastInsertRowid } = person.run(`Person ${p}`, `person ${p}`, (p % departments) + 1, now);
    db.prepare('insert into person_roles (person_id, role_id) values (?, ?)').run(lastInsertRowid, roleOf(p % 2 === 0 ? 'sales-manager' : 'salesperson'));
  }
}

/** A small generator with a fixed seed: every run fills the same rows. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function openSessionFor(db: BetterSqlite3.Database, personId: number): string {
  const { secret, hash } = newSecret();
  db.prepare("insert into sessions (token_hash, person_id, created_at, expires_at) values (?, ?, '2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z')").run(
    hash,
    personId,
  );
  return `sede_session=${secret}`;
}

interface EmptyPortal {
  folder: string;
  /** Session of the administrator. */
  cookie: string;
  /** Makes a copy of the folder under another name. */
  copy(name: string): Promise<string>;
}

/** A portal that was just set up, new each time. */
export async function emptyPortal(cache: string, modules: string[]): Promise<EmptyPortal> {
  const folder = join(cache, 'empty');
  await rm(folder, { recursive: true, force: true });
  await setUpPortal(folder, modules);
  await haveFirstNight(folder);
  const db = new BetterSqlite3(join(folder, 'sede.sqlite'));
  const cookie = openSessionFor(db, 1);
  db.close();
  return {
    folder,
    cookie,
    async copy(name) {
      const target = join(cache, name);
      await rm(target, { recursive: true, force: true });
      await cp(folder, target, { recursive: true });
      return target;
    },
  };
}

/**
 * Lets a portal have its first night, so that what is measured is a day like any other: otherwise it would be backing up and going
 * through its search index while it is timed.
 */
async function haveFirstNight(folder: string): Promise<void> {
  const portal = await openPortal(configOf(folder), { log: pino({ level: 'silent' }), clock: false });
  const { db, jobs } = portal.services;
  const due = ['core.reindex', 'core.nightly-snapshot'];
  await db.write(async ({ q }) => void (await q.updateTable('jobs').set({ due_at: new Date().toISOString() }).where('kind', 'in', due).execute()));
  await jobs.runDue();
  const { n } = await db.read
    .selectFrom('jobs')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('kind', 'in', [...due, 'core.reindex-kind'])
    .where('due_at', '<=', new Date().toISOString())
    .executeTakeFirstOrThrow();
  if (n > 0) throw new Error('The first night did not come to its end');
  await portal.close();
  await rm(join(folder, 'backups'), { recursive: true, force: true });
}

/** Stands for the migrations of core and these modules: with others the tables are others, too. */
async function tablesOf(modules: readonly string[]): Promise<string> {
  const names = await Promise.all(['core', ...modules].map((id) => readdir(new URL(`../../migrations/${id}`, import.meta.url))));
  return createHash('sha256').update(names.flat().sort().join()).digest('hex').slice(0, 8);
}

/**
 * A data folder with `rows` records; made once and kept below `.cache/bench`, sessions are new each time.
 * @param name of what is in it, raised when that changes. @param fill puts the people and the records in.
 */
export async function prepareFolder(
  cache: string,
  name: string,
  rows: number,
  modules: string[],
  fill: (db: BetterSqlite3.Database) => void,
): Promise<Prepared> {
  const folder = join(cache, `${name}-${await tablesOf(modules)}-${rows}`);
  if (!existsSync(join(folder, 'sede.sqlite'))) {
    const making = `${folder}.making`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    console.log(`Filling ${rows.toLocaleString('en')} records of ${modules.join(' and ')} …`);
    await setUpPortal(making, modules);
    const db = new BetterSqlite3(join(making, 'sede.sqlite'));
    db.pragma('synchronous = OFF');
    fillPeople(db);
    fill(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    await haveFirstNight(making);
    await rename(making, folder);
  }
  const db = new BetterSqlite3(join(folder, 'sede.sqlite'));
  const cookies = { all: openSessionFor(db, 1), department: openSessionFor(db, 42), own: openSessionFor(db, 43) };
  db.close();
  return { folder, rows, cookies };
}
