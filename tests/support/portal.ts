import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { plusDays, weekdayOf } from '../../server/contracts/core/calendar-day.js';
import type { Department } from '../../server/contracts/core/people.js';
import type { Role } from '../../server/contracts/core/rights.js';
import type { Rehearse } from '../../server/core/backup/rehearse.js';
import { type Dialect, watchTransactions } from '../../server/core/db/database.js';
import { dayIn, instantAt } from '../../server/core/db/days.js';
import { readRanges } from '../../server/core/net/ranges.js';
import { setUp } from '../../server/core/setup/set-up.js';
import { readAllowed } from '../../server/core/webhooks/guard.js';
import { openPortal, type Portal } from '../../server/portal.js';
import { beginning, clockApart } from './clock.js';
import { copiedPlace, emptyPlace } from './template.js';

watchTransactions();

/** Every promise is kept on both databases: tests run once for each. */
export const dialects: readonly Dialect[] = ['sqlite', 'postgres'];

interface Ending {
  teardown(work: () => Promise<void>): void;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Headers;
}

/** Somebody who is signed in. */
export interface Visitor {
  id: number;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookie: string;
}

export interface TestPortal {
  url: string;
  portal: Portal;
  folder: string;
  admin: Visitor;
  /** Without signing in. */
  api: Visitor['api'];
  /** Adds somebody with one role, invites them and lets them accept: by its built-in name, or by grants of its own. */
  person(
    name: string,
    options: { role?: 'administrator' | 'sales-manager' | 'salesperson' | 'employee'; grants?: Role['grants']; departmentId?: number },
  ): Promise<Visitor>;
  department(name: string, options?: { parentId?: number; headId?: number }): Promise<Department>;
  signIn(email: string, password: string): Promise<Visitor>;
  /** Runs the events and jobs that are due, as the clock would. */
  settle(): Promise<void>;
  /** Moves the portal's clock on; jobs that fall due run at the next {@link settle}. */
  pass(milliseconds: number): void;
  /**
   * Moves it on to the next moment at which clocks in a time zone show that time.
   * @param clock `HH:MM`.
   * @param on the zone, else that of the company; a day of the week, 1 for Monday to 7 for Sunday; days to leave out before.
   */
  passTo(clock: string, on?: { timeZone?: string; weekday?: number; ahead?: number }): void;
  now(): string;
  /** The day it is where the company is, or so many days after it: `YYYY-MM-DD`. Not that of `now()`, which is in UTC. */
  today(days?: number): string;
  /** Closes the portal and opens it again over the same folder and database. */
  restart(): Promise<void>;
}

export const password = 'correct horse battery';

const visitorAt = (url: () => string, id: number, cookie: string): Visitor => ({
  id,
  cookie,
  async api(method, path, body, headers = {}) {
    const raw = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(`${url()}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
      method,
      headers: { ...(cookie ? { cookie } : {}), ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  },
});

interface PortalWish {
  dialect: Dialect;
  modules?: string[];
  language?: string;
  country?: string;
  currency?: string;
  publicUrl?: string;
  mail?: { smtp: string; from: string };
  heartbeatMs?: number;
  /** What webhooks may call besides public addresses, as in `config.toml`. */
  webhooks?: string[];
  /** From where `/metrics` is open, as in `config.toml`. */
  metrics?: string[];
  /** Restores backups on trial in earnest, in a process of its own; else every trial goes through at once. */
  rehearses?: true;
  /** The file with what modules cost; else nothing was measured. */
  costsFile?: string;
  /** What stands between it and its PostgreSQL: told its address, names another. */
  through?: (databaseUrl: string) => Promise<string>;
  /** Puts into its folder what lies there before its first start. */
  lies?: (folder: string) => Promise<void>;
}

const standsTrial: Rehearse = async () => ({ into: 'sqlite', error: null, why: null });

const openIn = (
  folder: string,
  now: () => string,
  databaseUrl: string | null,
  {
    heartbeatMs,
    webhooks = [],
    metrics = ['127.0.0.1', '::1'],
    rehearses,
    costsFile = '',
  }: Pick<PortalWish, 'heartbeatMs' | 'webhooks' | 'metrics' | 'rehearses' | 'costsFile'> = {},
) =>
  openPortal(
    {
      data: folder,
      port: 0,
      host: '127.0.0.1',
      basePath: '',
      trustProxy: false,
      databaseUrl,
      backup: { hour: 2, keep: 7 },
      webhooks: readAllowed(webhooks),
      metrics: readRanges(metrics),
    },
    {
      log: pino({ level: process.env.SEDE_LOG_LEVEL ?? 'silent' }),
      now,
      durable: false,
      clock: false,
      costsFile,
      ...(heartbeatMs ? { heartbeatMs } : {}),
      ...(rehearses ? {} : { rehearse: standsTrial }),
    },
  );

/** A portal as the first start leaves it: nobody has set it up, `code` is what the console shows. On SQLite. */
export async function startUnset(t: Ending, options: Pick<PortalWish, 'costsFile'> = {}): Promise<{ url: string; code: string; api: Visitor['api'] }> {
  const folder = await mkdtemp(join(tmpdir(), 'sede-test-'));
  const portal = await openIn(folder, () => new Date(Date.now() + clockApart).toISOString(), null, options);
  const url = `http://127.0.0.1:${(await portal.listen()).port}`;
  t.teardown(async () => {
    await portal.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { url, code: portal.setupCode ?? '', api: visitorAt(() => url, 0, '').api };
}

const adminEmail = 'ana@aurora.example';

type SetUpWish = Pick<PortalWish, 'modules' | 'language' | 'country' | 'currency' | 'publicUrl' | 'mail'>;

const setUpAs = (portal: Portal, { modules = ['crm', 'sales'], language = 'en', country = 'BR', currency, publicUrl, mail }: SetUpWish) =>
  setUp(
    portal.setUpDeps,
    {
      language,
      ...(publicUrl ? { publicUrl } : {}),
      company: { name: 'Ferragens Aurora', country, ...(currency ? { currency } : {}) },
      admin: { name: 'Ana Souza', email: adminEmail, password },
      modules: { install: modules },
      mail: mail ?? null,
    },
    () => undefined,
  );

/** Where it has been set up already, unless nobody else will wish the same or something is to lie there before. */
function placeFor({ dialect, modules, language, country, currency, publicUrl, mail, lies }: PortalWish) {
  if (publicUrl || mail || lies) return emptyPlace(dialect);
  const wish = { modules, language, country, currency };
  return copiedPlace(dialect, wish, async (folder, databaseUrl) => {
    // No copy begins at a time before this one.
    const portal = await openIn(folder, () => new Date(beginning).toISOString(), databaseUrl);
    await setUpAs(portal, wish);
    await portal.close();
  });
}

/** A real portal in this process, set up, on a port of its own. It is closed and its data removed when the test ends. */
export async function startPortal(t: Ending, options: PortalWish): Promise<TestPortal> {
  const { folder, postgres } = await placeFor(options);
  let offset = clockApart;
  const now = () => new Date(Date.now() + offset).toISOString();
  await options.lies?.(folder);
  const databaseUrl = postgres && ((await options.through?.(postgres.url)) ?? postgres.url);
  const open = () => openIn(folder, now, databaseUrl, options);
  let portal = await open();
  let url = `http://127.0.0.1:${(await portal.listen()).port}`;
  t.teardown(async () => {
    await portal.close();
    await postgres?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const zone = () => portal.services.settings.company().timeZone;
  if (portal.setupCode) await setUpAs(portal, options);
  const at = (id: number, cookie: string) => visitorAt(() => url, id, cookie);
  const cookieOf = (answer: Answer) => (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
  const nobody = at(0, '');
  const expect = (answer: Answer, status: number): Answer => {
    if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  async function signIn(address: string, secret: string): Promise<Visitor> {
    const answer = expect(await nobody.api('POST', 'session', { email: address, password: secret }), 201);
    return at(answer.body.person.id, cookieOf(answer));
  }
  const admin = await signIn(adminEmail, password);

  async function roleFor(wish: { role?: string; grants?: Role['grants'] }, name: string): Promise<number> {
    if (wish.grants) return expect(await admin.api('POST', 'roles', { name: `Role of ${name}`, grants: wish.grants }), 201).body.id;
    const row = await portal.services.db.read
      .selectFrom('roles')
      .select('id')
      .where('built_in', '=', wish.role ?? 'salesperson')
      .executeTakeFirstOrThrow();
    return row.id;
  }
  return {
    get url() {
      return url;
    },
    get portal() {
      return portal;
    },
    folder,
    admin,
    api: nobody.api,
    signIn,
    async person(name, { role, grants, departmentId }) {
      const roleIds = [await roleFor({ ...(role ? { role } : {}), ...(grants ? { grants } : {}) }, name)];
      const address = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@aurora.example`;
      const person = expect(await admin.api('POST', 'people', { name, email: address, roleIds, ...(departmentId ? { departmentId } : {}) }), 201).body;
      const invite = expect(await admin.api('POST', `people/${person.id}/invite`, {}), 200).body;
      const token = invite.url.split('/').at(-1);
      const answer = expect(await nobody.api('POST', `invites/${token}`, { password }), 201);
      return at(person.id, cookieOf(answer));
    },
    department: async (name, extra = {}) => expect(await admin.api('POST', 'departments', { name, ...extra }), 201).body,
    async settle() {
      await portal.services.events.deliver();
      await portal.services.jobs.runDue();
      await portal.services.events.deliver();
    },
    pass(milliseconds) {
      offset += milliseconds;
    },
    passTo(clock, { timeZone = zone(), weekday, ahead = 0 } = {}) {
      const today = dayIn(timeZone, now());
      const days = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => plusDays(today, n + ahead)).filter((day) => weekday === undefined || weekdayOf(day) === weekday);
      const at = days.map((day) => Date.parse(instantAt(day, clock, timeZone))).find((moment) => moment > Date.parse(now())) as number;
      offset += at - Date.parse(now()) + 1000;
    },
    now,
    today: (days = 0) => plusDays(dayIn(zone(), now()), days),
    async restart() {
      await portal.close();
      portal = await open();
      url = `http://127.0.0.1:${(await portal.listen()).port}`;
    },
  };
}
