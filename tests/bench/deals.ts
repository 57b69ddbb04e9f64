import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
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

export async function setUpPortal(folder: string, modules: string[]): Promise<void> {
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

export function fillPeople(db: BetterSqlite3.Database): void {
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

const wares = ['Hinges', 'Steel gate', 'Ladders', 'Roof tiles', 'Door locks', 'Paint', 'Garden fence', 'Warehouse shelves', 'Cables', 'Window frames'];
const syllables = ['nor', 'val', 'mar', 'ten', 'bri', 'sol', 'ker', 'dan', 'lum', 'fer', 'gas', 'ost'];

/** Titles as people write them: what, for whom, which order. About 1 700 names, so that a word of one finds some hundreds in a million. */
function titleOf(i: number, next: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const name = pick(syllables) + pick(syllables) + pick(syllables);
  return `${pick(wares)} for ${name.charAt(0).toUpperCase()}${name.slice(1)}, order ${i}`;
}

function fillDeals(db: BetterSqlite3.Database, rows: number): void {
  const stages = (
    db.prepare('select id, pipeline_id, semantic from crm_stages where pipeline_id is not null order by position').all() as {
      id: number;
      pipeline_id: number;
      semantic: string;
    }[]
  ).slice(0, 8);
  const next = random(42);
  const insert =
    db.prepare(`insert into crm_deals (version, title, pipeline_id, stage_id, amount, currency, close_on, comments, owner_id, created_at, created_by, updated_at)
    values (1, ?, ?, ?, ?, 'USD', ?, ?, ?, ?, 1, ?)`);
  const start = Date.parse('2020-01-01T00:00:00Z');
  const step = (5 * 365 * 86_400_000) / rows;
  db.transaction(() => {
    for (let i = 0; i < rows; i += 1) {
      const stage = stages[Math.floor(next() * stages.length)] as { id: number; pipeline_id: number };
      const at = new Date(start + Math.floor(i * step)).toISOString();
      const amount = next() < 0.03 ? null : Math.floor(next() * 2_000) * 2_500;
      const closeOn = new Date(Date.parse(at) + Math.floor(next() * 90) * 86_400_000).toISOString().slice(0, 10);
      insert.run(titleOf(i, next), stage.pipeline_id, stage.id, amount, closeOn, 'As agreed by telephone', 1 + Math.floor(next() * people), at, at);
    }
  })();
  db.exec(`insert into record_counters (record_type, stage_id, owner_id, currency, n, amount)
    select 'crm.deal', stage_id, owner_id, case when amount is null then '' else currency end, count(*), coalesce(sum(amount), 0) from crm_deals group by 1, 2, 3, 4`);
}

export function openSessionFor(db: BetterSqlite3.Database, personId: number): string {
  const { secret, hash } = newSecret();
  db.prepare("insert into sessions (token_hash, person_id, created_at, expires_at) values (?, ?, '2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z')").run(
    hash,
    personId,
  );
  return `sede_session=${secret}`;
}

/** What search and the timeline of a record read: an entry for each deal, ten lines for each of the newest thousand. */
function fillAround(db: BetterSqlite3.Database): void {
  db.exec(`insert into search_entries (record_type, record_id, owner_id, title, words) select 'crm.deal', id, owner_id, title, lower(title || ' ' || comments) from crm_deals order by id;
    insert into search_trigrams (rowid, words) select id, words from search_entries order by id;`);
  const newest = (db.prepare('select id from crm_deals order by id desc limit 1000').all() as { id: number }[]).map(({ id }) => id);
  const entry = db.prepare(
    "insert into timeline_entries (at, actor_id, kind, text, data, record_type, record_id) values (?, 1, 'comment', null, '{}', 'crm.deal', ?)",
  );
  const comment = db.prepare(
    "insert into comments (version, record_type, record_id, entry_id, author_id, html, words, created_at) values (1, 'crm.deal', ?, ?, 1, '<p>' || ? || '</p>', ?, ?)",
  );
  const link = db.prepare("insert into timeline_links (record_type, record_id, entry_id) values ('crm.deal', ?, ?)");
  const at = new Date().toISOString();
  db.transaction(() => {
    for (const id of newest)
      for (let n = 1; n <= 10; n += 1) {
        const text = `Call ${n}: they want the delivery by Friday, before noon.`;
        const { lastInsertRowid } = entry.run(at, id);
        link.run(id, lastInsertRowid);
        comment.run(id, lastInsertRowid, text, text, at);
      }
  })();
}

export interface EmptyPortal {
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

/** A data folder with `rows` deals; made once and kept below `.cache/bench`, sessions are new each time. */
export async function prepareDeals(cache: string, rows: number): Promise<Prepared> {
  const folder = join(cache, `deals-2-${rows}`);
  if (!existsSync(join(folder, 'sede.sqlite'))) {
    const making = `${folder}.making`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    console.log(`Filling ${rows.toLocaleString('en')} deals …`);
    await setUpPortal(making, ['crm']);
    const db = new BetterSqlite3(join(making, 'sede.sqlite'));
    db.pragma('synchronous = OFF');
    fillPeople(db);
    fillDeals(db, rows);
    fillAround(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    await rename(making, folder);
  }
  const db = new BetterSqlite3(join(folder, 'sede.sqlite'));
  const cookies = { all: openSessionFor(db, 1), department: openSessionFor(db, 42), own: openSessionFor(db, 43) };
  db.close();
  return { folder, rows, cookies };
}
