import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { accessChanged, createAccess } from './core/access/access.js';
import { sessionsChanged } from './core/access/sessions-changed.js';
import { signedInByCookie } from './core/auth/authenticate.js';
import { newReadableCode } from './core/auth/secrets.js';
import { type CopiedFolder, checkCopiedFolder, copiedWords } from './core/backup/copied-folder.js';
import { lockFolder } from './core/backup/folder-lock.js';
import type { Rehearse } from './core/backup/rehearse.js';
import { coreApis, coreJobs } from './core/core.js';
import type { Database } from './core/db/database.js';
import { nowIso } from './core/db/instant.js';
import { openSqlite } from './core/db/sqlite.js';
import { createEvents } from './core/events/events.js';
import { createFiles } from './core/files/store.js';
import { createPortalHealth, type PortalHealth } from './core/health/portal-health.js';
import { createJobs } from './core/jobs/jobs.js';
import { MailFollowers } from './core/mail/followers.js';
import { createMailer } from './core/mail/queue.js';
import { createGauges } from './core/metrics/gauges.js';
import { createMeter } from './core/metrics/meter.js';
import { Apis, EventHandlers, JobKinds } from './core/module.js';
import type { Composition } from './core/modules/composition.js';
import { costsFile as measuredCosts } from './core/modules/costs.js';
import { createLife } from './core/modules/life.js';
import type { Life } from './core/modules/life-interface.js';
import { noticeKindsOf } from './core/notify/kinds.js';
import { createNotify } from './core/notify/notify.js';
import type { PrivacyDeps } from './core/privacy/places.js';
import { eraseWhatCameBack } from './core/privacy/plan.js';
import { createHub } from './core/realtime/hub.js';
import { catchUpSteps } from './core/records/catch-up-steps.js';
import { wipeRest } from './core/sample/wipe.js';
import { createSearchQueue } from './core/search/index-queued.js';
import type { Services } from './core/services.js';
import { openSecrets } from './core/settings/encryption.js';
import { createSettings } from './core/settings/settings.js';
import { portalApi, setupApi } from './core/setup/api.js';
import { isSetUp, type SetUpDeps } from './core/setup/set-up.js';
import { createTimeMachine, type TimeMachine } from './core/time-machine/machine.js';
import { createOpenings } from './core/time-machine/openings.js';
import { createOutbox } from './core/webhooks/outbox.js';
import { buildGeneration, type Generation } from './generation.js';
import { unpackAside } from './look-inside.js';
import { catalog, presets } from './modules/catalog.js';
import { rehearseWith } from './rehearsal.js';
import { upgradeAtStart } from './upgrade/at-start.js';
import { version } from './version.js';

/** A running portal: what belongs to the process for good, and the generation of the app that answers now. */
export interface Portal {
  services: Services;
  life: Life;
  health: PortalHealth;
  setUpDeps: SetUpDeps;
  /** With what personal data is found, shown, taken out and erased. */
  privacy(): PrivacyDeps;
  timeMachine(): TimeMachine;
  /** What became of a folder that was copied while its portal ran; null at any other start. */
  copied: CopiedFolder | null;
  /** Null once the portal is set up. */
  setupCode: string | null;
  /** Begins to listen; resolves with the address it listens on. */
  listen(): Promise<AddressInfo>;
  /** Stops taking requests, lets those under way finish, closes everything. */
  close(): Promise<void>;
}

export interface PortalOptions {
  log: Logger;
  now?: () => string;
  /** False only in tests: commits are not synced to the disk. */
  durable?: boolean;
  /** Whether the clock of the jobs runs; tests drive it themselves. */
  clock?: boolean;
  /** How often the live sockets are looked after; shorter only in tests. */
  heartbeatMs?: number;
  /** Restores backups on trial; another only in tests, which pass the time much faster than that takes. */
  rehearse?: Rehearse;
  /** The file with what modules cost; another only in tests. */
  costsFile?: string;
}

/** Loaded by whoever needs them. */
const coreMigrations = async () => (await import('../migrations/core/index.js')).migrations;

/** A start that fails leaves the folder free. */
const giveFree = (unlock: () => void) => (error: unknown) => {
  unlock();
  throw error;
};

async function openDatabase(config: Config, durable: boolean): Promise<Database> {
  if (config.databaseUrl === null) return openSqlite(join(config.data, 'sede.sqlite'), { durable });
  // Its driver is for those alone who use it.
  const { openPostgres } = await import('./core/db/postgres.js');
  return openPostgres(config.databaseUrl);
}

async function tellOfCopy({ db, access, notify, log }: Services, copied: CopiedFolder): Promise<void> {
  log.warn({ copied }, 'the folder was copied while its portal ran');
  const { torn, filesMissing } = copied;
  if (!torn && filesMissing.length === 0) return;
  const people = await access.whoMay('core.backup.manage');
  const params = { backup: torn?.backup ?? null, count: filesMissing.length };
  await db.write((tx) => notify.notify(tx, people, { code: torn ? 'core.backup.torn' : 'core.backup.files-missing', params }));
}

/**
 * Opens a portal over its data folder: locks the folder, brings the tables up to date, loads the modules that are on.
 * @throws FolderInUse when another process has the folder, UnsoundDatabase when it was copied badly, Hint when its tables cannot be brought up to date.
 */
export async function openPortal(
  config: Config,
  { log, now = nowIso, durable = true, clock = true, heartbeatMs, rehearse = rehearseWith(config.databaseUrl), costsFile = measuredCosts }: PortalOptions,
): Promise<Portal> {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(config.data);
  const copied = config.databaseUrl === null ? await checkCopiedFolder(config.data).catch(giveFree(unlock)) : null;
  const db = await openDatabase(config, durable);
  await upgradeAtStart(config, db, log, now).catch(async (error) => {
    await db.close();
    return giveFree(unlock)(error);
  });
  const settings = await createSettings(db);
  const access = await createAccess(db, settings);
  const hub = createHub(access, heartbeatMs);
  db.hearOthers((what) => {
    if (what !== accessChanged && what !== 'missed') return;
    access
      .reread()
      .then(() => sessionsChanged({ live: hub }, 'everybody'))
      .catch((error) => log.error({ err: error }, 'rights could not be read again'));
  });
  db.watchReach((reached) => hub.tellReach(reached));
  const tellOfJobs = () => hub.publish({ topic: 'core.job', name: 'changed', data: {}, mayHear: (actor) => access.scope(actor, 'core.settings.manage').all });
  const jobs = createJobs(db, now, log, tellOfJobs);
  const outbox = await createOutbox(db, jobs, now, log);
  const search = createSearchQueue({ db, kinds: () => life.composition().records.kinds, log });
  const base = {
    db,
    access,
    settings,
    live: hub,
    events: createEvents(db, now, log, outbox),
    outbox,
    search,
    jobs,
    meter: createMeter(),
    log,
    folder: config.data,
    basePath: config.basePath,
    now,
    secrets: openSecrets(config.data),
  };
  const files = createFiles(db, config.data, now);
  const mail = createMailer({
    ...base,
    files,
    notify: () => services.notify,
    followers: () =>
      life
        .composition()
        .registry.items(MailFollowers)
        .map(({ item }) => item),
  });
  const notify = createNotify({
    ...base,
    mail,
    kinds: () => life.composition().records.kinds,
    noticeKinds: () => noticeKindsOf(life.composition().registry),
  });
  const services: Services = { ...base, files, mail, notify };

  // A connection that rests is kept for longer than whoever asks keeps it (a proxy: a minute): closed just as the next question comes, it would fail.
  const server: Server = createServer({ requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 75_000 }, (request, response) =>
    handle(request, response),
  );
  const listensOn = () => ({ host: config.host, port: (server.address() as AddressInfo | null)?.port ?? config.port });
  const health = createPortalHealth({ services, backup: config.backup, server: listensOn, version, states: () => life.states() });

  let open = true;
  let on: readonly string[] = [];
  const openings = await createOpenings(config.data, unpackAside);
  const gauges = createGauges({ services, version, on: () => on, sockets: () => hub.listeners() });

  let generation: Generation | undefined;
  const draining = new Set<Promise<void>>();
  const setupCode = isSetUp(services) ? null : newReadableCode();
  const swap = async (composition: Composition, modules: readonly string[]) => {
    const deps = {
      services,
      catalog,
      life,
      records: composition.records,
      registry: composition.registry,
      routes: () => generation?.routes ?? new Map<string, number>(),
      on: () => [...modules],
      basePath: config.basePath,
      backup: config.backup,
      rehearse,
      health,
      trustProxy: config.trustProxy,
      webhooks: config.webhooks,
      openings,
      version,
      coreMigrations,
      costsFile,
    };
    const core = isSetUp(services) ? coreApis(deps) : setupCode ? [setupApi(setUpDeps, setupCode, config, costsFile)] : [];
    const apis = [portalApi(setUpDeps, version), ...core].map((item) => ({ module: 'core', item }));
    const next = await buildGeneration(
      config,
      services,
      version,
      [...apis, ...composition.registry.items(Apis)],
      [...composition.records.kinds.values()],
      (id) => modules.includes(id),
      { gauges, isOpen: () => open },
    );
    const before = generation;
    generation = next;
    on = modules;
    services.events.use(composition.registry.items(EventHandlers).map(({ item }) => item));
    const kinds = composition.registry.items(JobKinds).map(({ item }) => item);
    await services.jobs.use(isSetUp(services) ? [...coreJobs(deps), ...kinds] : [], settings.get('company')?.timeZone ?? 'UTC');
    if (isSetUp(services)) await catchUpSteps(deps);
    await wipeRest(deps).catch((error) => log.error({ err: error }, 'the rest of the sample could not be wiped'));
    search.wake();
    hub.announce('portal.changed');
    if (!before) return;
    const drained: Promise<void> = before.drain().finally(() => draining.delete(drained));
    draining.add(drained);
  };
  const life = createLife({ services, catalog, swap, keep: config.backup.keep, version });
  const setUpDeps: SetUpDeps = { services, catalog, presets, life };
  await life.migrate();
  await life.start();
  // A portal that begins has nobody yet: a list in its folder is of the one before it.
  if (isSetUp(services)) await eraseWhatCameBack(services);

  const prefix = config.basePath;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (prefix !== '' && (request.url === prefix || request.url?.startsWith(`${prefix}/`))) request.url = request.url.slice(prefix.length) || '/';
    generation?.handle(request, response);
  };
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const isLive = request.url?.split('?')[0] === `${prefix}/api/v1/live`;
    const signedIn = isLive ? await signedInByCookie(services.db, request, now) : undefined;
    if (!signedIn) socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    else hub.accept(request, socket, head, signedIn);
  };
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error) => {
      log.error({ err: error }, 'socket could not be opened');
      socket.destroy();
    });
  });
  if (copied && copiedWords(copied, now()).length > 0) await tellOfCopy(services, copied);
  if (clock) services.jobs.start();
  services.events.catchUp();

  return {
    services,
    life,
    health,
    setUpDeps,
    privacy: () => ({ services, catalog, life, version, coreMigrations }),
    timeMachine: () => createTimeMachine({ services, ...life.composition(), catalog, life, openings, backup: config.backup, version, coreMigrations }),
    copied,
    setupCode,
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, () => resolve(server.address() as AddressInfo));
      }),
    async close() {
      open = false;
      health.stop();
      await life.stop();
      await services.jobs.stop();
      await hub.close();
      if (server.listening) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeIdleConnections();
        // Those that still answer rest no longer.
        server.keepAliveTimeout = 1;
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
        server.closeAllConnections();
      }
      await generation?.drain();
      await Promise.all(draining);
      for (const { implementation, run } of life.composition().members) await implementation.stop?.(run);
      await openings.closeAll();
      await services.events.stop();
      await search.stop();
      await db.close();
      unlock();
    },
  };
}
