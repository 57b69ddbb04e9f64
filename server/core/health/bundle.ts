import { readdir, readFile } from 'node:fs/promises';
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { sourceOf } from '../backup/source.js';
import type { HealthContext, Param } from './finding.js';
import { loggedLine } from './logged-line.js';
import type { Findings } from './look.js';

export interface BundleFile {
  name: string;
  text: string;
}

export interface BundleNeeds {
  context: HealthContext;
  findings: Findings;
  version: string;
  trustProxy: boolean;
  basePath: string;
}

/** So much is laid out on the screen, too. */
const mostLines = 1000;

/** Texts of a finding may be names, paths and words of others: only what is a number, an age or an amount is said. */
const bare = (params: Readonly<Record<string, Param>> = {}) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === 'number' || (typeof value === 'object' && !('why' in value))));

const json = (name: string, value: unknown): BundleFile => ({ name: `${name}.json`, text: `${JSON.stringify(value, null, 2)}\n` });

const readme = `What somebody who helps needs to know about this portal, and nothing about the people in it.

health.json        what the health checks found: state, kind and figures, without texts
versions.json      of Sede, Node.js, the system and the database
modules.json       which modules are there, and their states
tables.json        how many rows each table has
config.json        how the portal is configured: no names, no addresses, no passwords
migrations.json    which changes of the tables have run
slow-queries.json  statements that took long, with ? for every value
log.ndjson         the last lines of the log: level, moment, kinds, codes and numbers; every other text is left out

Left out everywhere: names, mail addresses, phone numbers, addresses, whatever people wrote, tokens, keys, passwords and IP addresses.
`;

async function rowsOf({ db }: HealthContext): Promise<Record<string, number>> {
  const listed =
    db.dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema() order by table_name`;
  const counts: Record<string, number> = {};
  for (const { name } of (await listed.execute(db.readAside)).rows) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db.readAside);
    counts[name] = Number(rows[0]?.n ?? 0);
  }
  return counts;
}

/** The last lines of the log, newest last, each cut down to what names nobody. */
async function logOf(folder: string): Promise<string> {
  const logs = join(folder, 'logs');
  const names = (await readdir(logs).catch(() => [])).filter((name) => name.endsWith('.log')).sort();
  let lines: string[] = [];
  for (const name of names.reverse()) {
    lines = [...(await readFile(join(logs, name), 'utf8')).split('\n').filter(Boolean), ...lines];
    if (lines.length >= mostLines) break;
  }
  return lines
    .slice(-mostLines)
    .map((line) => `${loggedLine(line)}\n`)
    .join('');
}

function configOf({ settings, folder, backup, server, db, process }: HealthContext, { trustProxy, basePath }: BundleNeeds) {
  const { plan } = sourceOf({ folder, settings }, backup);
  const company = settings.get('company');
  return {
    database: db.dialect,
    listensOn: ['0.0.0.0', '::'].includes(server.host)
      ? 'every address'
      : ['127.0.0.1', '::1', 'localhost'].includes(server.host)
        ? 'this machine'
        : 'one address',
    // One that was named when it was started is known to the process alone.
    port: typeof process === 'object' && process ? process.port : server.port,
    trustProxy,
    hasBasePath: basePath !== '',
    publicAddress: company?.publicUrl ? new URL(company.publicUrl).protocol.slice(0, -1) : null,
    mail: settings.get('mail') !== undefined,
    timeZone: company?.timeZone ?? null,
    language: company?.language ?? null,
    backup: { ...plan, second: plan.second !== null },
  };
}

/** Everything a support bundle holds, as texts; personal data and secrets are not in it because only what is known to be neither is taken. */
export async function makeBundle(needs: BundleNeeds): Promise<BundleFile[]> {
  const { context, findings, version } = needs;
  const { db, folder, process: facts } = context;
  const vitals = await db.vitals();
  const modules = await db.read.selectFrom('modules').select(['id', 'state', 'since']).orderBy('id').execute();
  const health = [...findings].map(([check, { state, code, params }]) => ({ check, state, code, figures: bare(params) }));
  const failed = (id: string) => typeof facts === 'object' && facts !== null && facts.failed.some(({ module }) => module === id);
  const running = typeof facts === 'object' && facts ? { ...facts, slow: undefined, failed: undefined } : facts;
  const machine = { system: `${platform()} ${release()} ${arch()}`, processors: availableParallelism(), memoryBytes: totalmem() };
  return [
    { name: 'README.txt', text: readme },
    json('health', { at: context.now(), process: running, checks: health }),
    json('versions', { sede: version, node: process.version, ...machine, database: { kind: db.dialect, ...vitals } }),
    json(
      'modules',
      modules.map((row) => ({ ...row, state: failed(row.id) ? 'failed' : row.state })),
    ),
    json('tables', await rowsOf(context)),
    json('config', configOf(context, needs)),
    json('migrations', await db.read.selectFrom('migrations').selectAll().orderBy('module').orderBy('name').execute()),
    json('slow-queries', typeof facts === 'object' && facts ? facts.slow : []),
    { name: 'log.ndjson', text: await logOf(folder) },
  ];
}
