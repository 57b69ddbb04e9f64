import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { snapshotFolder } from '../backup/snapshots.js';
import type { Database } from '../db/database.js';
import type { Services } from '../services.js';
import type { Gauge } from './meter.js';

const one = (name: string, help: string, value: number, type?: 'counter'): Gauge => ({ name, help, values: [{ value }], ...(type ? { type } : {}) });

/** The process itself, under the names that dashboards know. */
function ofProcess(delay: IntervalHistogram): Gauge[] {
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const longest = Number.isFinite(delay.max) ? delay.max / 1e9 : 0;
  delay.reset();
  return [
    one('process_cpu_seconds_total', 'Processor time used.', (user + system) / 1e6, 'counter'),
    one('process_resident_memory_bytes', 'Memory of the process.', memory.rss),
    one('process_start_time_seconds', 'Start of the process, Unix time.', Math.round(Date.now() / 1000 - process.uptime())),
    one('nodejs_heap_size_used_bytes', 'Memory used by the program.', memory.heapUsed),
    one('nodejs_eventloop_lag_max_seconds', 'Longest time the event loop was held up since the last look.', longest),
  ];
}

/** What waits and what was given up: jobs, mails, calls of webhooks. */
async function ofQueues({ read: q }: Database, now: string): Promise<Gauge[]> {
  const [jobs, overdue, mails, deliveries] = await Promise.all([
    q
      .selectFrom('jobs')
      .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
      .groupBy('state')
      .execute(),
    q
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('state', '=', 'waiting')
      .where('due_at', '<', now)
      .executeTakeFirstOrThrow(),
    q
      .selectFrom('mails')
      .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
      .groupBy('state')
      .execute(),
    q
      .selectFrom('webhook_deliveries')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow(),
  ]);
  const byState = (rows: readonly { state: string; n: number }[]) => rows.map(({ state, n }) => ({ labels: { state }, value: Number(n) }));
  return [
    { name: 'sede_jobs', help: 'Jobs by state.', values: byState(jobs) },
    one('sede_jobs_overdue', 'Jobs whose time has come and that have not run yet.', Number(overdue.n)),
    { name: 'sede_mails', help: 'Mails by state.', values: byState(mails) },
    one('sede_webhook_deliveries_waiting', 'Calls of webhooks that wait.', Number(deliveries.n)),
  ];
}

/** Size and moment of the newest copy of the database, and the room that is left. */
async function ofFolder(folder: string): Promise<Gauge[]> {
  const space = await statfs(folder);
  const copies = await readdir(snapshotFolder(folder)).catch(() => []);
  const moments = await Promise.all(copies.map((name) => stat(join(snapshotFolder(folder), name)).then(({ mtimeMs }) => mtimeMs / 1000)));
  return [
    one('sede_disk_free_bytes', 'Room left where the data folder lies.', space.bavail * space.bsize),
    // Without a copy the age is that of Unix time: alarming, as it should be.
    one('sede_last_snapshot_time_seconds', 'When the newest copy of the database was made, Unix time; 0 without one.', Math.round(Math.max(0, ...moments))),
  ];
}

export interface GaugeDeps {
  services: Pick<Services, 'db' | 'folder' | 'now'>;
  version: string;
  /** Ids of the modules that are on. */
  on(): readonly string[];
  /** How many browsers are connected. */
  sockets(): number;
}

/** The figures of this moment; the first call begins to watch the event loop, so that nobody pays who never looks. */
export function createGauges({ services, version, on, sockets }: GaugeDeps): () => Promise<Gauge[]> {
  let delay: IntervalHistogram | undefined;
  return async () => {
    if (!delay) {
      delay = monitorEventLoopDelay({ resolution: 10 });
      delay.enable();
    }
    return [
      { name: 'sede_info', help: 'Version of the portal.', values: [{ labels: { version, database: services.db.dialect }, value: 1 }] },
      { name: 'sede_module_on', help: 'Modules that are on.', values: on().map((module) => ({ labels: { module }, value: 1 })) },
      one('sede_sockets', 'Browsers that are connected.', sockets()),
      ...ofProcess(delay),
      ...(await ofQueues(services.db, services.now())),
      ...(await ofFolder(services.folder)),
    ];
  };
}
