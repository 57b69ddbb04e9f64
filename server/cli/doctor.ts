import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { migrations as coreMigrations } from '../../migrations/core/index.js';
import type { Config } from '../config.js';
import { FolderInUse, lockFolder } from '../core/backup/folder-lock.js';
import { backupHealth } from '../core/backup/health.js';
import { sourceOf } from '../core/backup/source.js';
import type { Database } from '../core/db/database.js';
import { nowIso } from '../core/db/instant.js';
import { pendingMigrations } from '../core/db/migrate.js';
import { checkSqlite } from '../core/db/sqlite-copy.js';
import { createFiles } from '../core/files/store.js';
import { createSettings } from '../core/settings/settings.js';
import { explain } from '../explain.js';
import { catalog } from '../modules/catalog.js';
import { configOf, dataOption, demandFolder, parsed, withDatabase } from './command.js';

export const usage = `sede doctor [--data DIR]

Checks the data folder, the database, stored files, the newest backup and the disk. Changes nothing; works while the
portal runs. Ends with 1 when something is wrong; what is only worth knowing is marked "note".`;

/** `bad` needs somebody to act; `note` is worth knowing. */
interface Finding {
  state: 'ok' | 'note' | 'bad';
  what: string;
}
const ok = (what: string): Finding => ({ state: 'ok', what });
const note = (what: string): Finding => ({ state: 'note', what });
const bad = (what: string): Finding => ({ state: 'bad', what });

const hour = 3_600_000;

function checkFolder({ data }: Config): Finding[] {
  try {
    accessSync(data, constants.R_OK | constants.W_OK);
  } catch {
    return [bad(`the data folder ${data} cannot be read and written by this user`)];
  }
  try {
    lockFolder(data)();
    return [ok(`data folder ${data}`), note('the portal is not running')];
  } catch (error) {
    if (error instanceof FolderInUse) return [ok(`data folder ${data}, the portal is running`)];
    throw error;
  }
}

async function checkStructure({ data, databaseUrl }: Config): Promise<Finding[]> {
  if (databaseUrl !== null) return [];
  const { faults, rows } = await checkSqlite(join(data, 'sede.sqlite'));
  if (faults.length > 0) return faults.map((fault) => bad(`database: ${fault}`));
  return [ok(`database is sound: ${Object.keys(rows).length} tables, ${Object.values(rows).reduce((sum, n) => sum + n, 0)} rows`)];
}

async function checkTables(db: Database): Promise<Finding[]> {
  const rows = await db.read.selectFrom('modules').selectAll().execute();
  const used = catalog.filter(({ manifest }) => rows.some(({ id, state }) => id === manifest.id && (state === 'on' || state === 'parked')));
  const pending = (await pendingMigrations(db, 'core', coreMigrations)).map((name) => `core ${name}`);
  for (const { manifest, migrations } of used) {
    const names = await pendingMigrations(db, manifest.id, (await migrations()).migrations);
    pending.push(...names.map((name) => `${manifest.id} ${name}`));
  }
  const failed = rows.filter(({ state }) => state === 'failed').map(({ id, failure }) => bad(`module ${id} failed to start: ${failure}`));
  return [pending.length === 0 ? ok('tables are up to date') : note(`the next start brings tables up to date: ${pending.join(', ')}`), ...failed];
}

async function checkFiles(db: Database, { data }: Config): Promise<Finding[]> {
  const { pathOf } = createFiles(db, data, () => '');
  const contents = await db.read.selectFrom('files').select(['sha256', 'name']).distinct().execute();
  const missing = contents.filter(({ sha256 }) => !existsSync(pathOf(sha256)));
  if (missing.length > 0) return [bad(`${missing.length} stored files are missing, among them ${missing[0]?.name}`)];
  return [ok(`${contents.length} stored files are there`)];
}

async function checkBackups(db: Database, config: Config): Promise<Finding[]> {
  const { plan } = sourceOf({ folder: config.data, settings: await createSettings(db) }, config.backup);
  const { newest, isLate, proven, failure } = await backupHealth(config.data, plan, nowIso());
  const hours = (at: string) => Math.round((Date.now() - Date.parse(at)) / hour);
  const age = newest === null ? note('no backup yet') : (isLate ? bad : ok)(`the newest backup is ${hours(newest)} hours old`);
  const proof = proven
    ? ok(`a restore was last proven ${hours(proven.at)} hours ago, in ${Math.round(proven.ms / 1000)} s`)
    : note('no restore was proven yet');
  return [age, proof, ...(failure ? [bad(`the last ${failure.what === 'rehearsal' ? 'restore on trial' : 'backup'} failed: ${failure.reason}`)] : [])];
}

function checkDisk({ data }: Config): Finding[] {
  const { bavail, bsize } = statfsSync(data);
  const free = (bavail * bsize) / 1_000_000_000;
  const what = `${free.toFixed(1)} GB are free on its disk`;
  return [free < 0.2 ? bad(what) : free < 2 ? note(what) : ok(what)];
}

/** Runs one check; that it cannot be made is a finding, too. */
async function finding(check: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    const text = explain(error);
    if (text === undefined) throw error;
    return [bad(text)];
  }
}

export async function run(args: string[]): Promise<number> {
  const config = configOf(parsed({ args, options: dataOption }).values.data);
  demandFolder(config);
  const checks = [
    () => checkFolder(config),
    () => checkStructure(config),
    () => withDatabase(config, async (db) => [...(await checkTables(db)), ...(await checkFiles(db, config)), ...(await checkBackups(db, config))]),
    () => checkDisk(config),
  ];
  let worst = 0;
  for (const check of checks) {
    for (const { state, what } of await finding(check)) {
      console.log(`${state.padEnd(6)}${what}`);
      if (state === 'bad') worst = 1;
    }
    // A database that is damaged is not opened for more.
    if (worst > 0 && check === checks[1]) break;
  }
  return worst;
}
