import { existsSync } from 'node:fs';
import { copyFile, cp, link, mkdir, open, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { allMigrations } from './all-migrations.js';
import type { Config } from './config.js';
import { lockFolder } from './core/backup/folder-lock.js';
import { snapshotFolder } from './core/backup/snapshots.js';
import type { Database } from './core/db/database.js';
import { nowIso } from './core/db/instant.js';
import { pendingMigrations } from './core/db/migrate.js';
import { openSqlite } from './core/db/sqlite.js';
import { checkSqlite } from './core/db/sqlite-copy.js';
import { Hint } from './explain.js';
import { openPortal, version } from './portal.js';
import { tryPortal } from './try-portal.js';

/** What was upgraded, so that it can be taken back. Stands in `upgrade.json` of the data folder. */
interface Upgraded {
  at: string;
  version: string;
  /** Snapshot of before, by its path in the data folder. */
  snapshot: string;
}

export type Step = 'snapshot' | 'migrate' | 'check' | 'try' | 'switch' | 'aside' | 'return';

const databaseOf = (folder: string) => join(folder, 'sede.sqlite');
const noteOf = (folder: string) => join(folder, 'upgrade.json');
const stamp = () => nowIso().replace(/[:.]/g, '-');

/** On the disk for good, as a rename is expected to find it. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeNote(folder: string, note: Upgraded): Promise<void> {
  const file = noteOf(folder);
  await writeFile(`${file}.part`, `${JSON.stringify(note, null, 2)}\n`);
  await sync(`${file}.part`);
  await rename(`${file}.part`, file);
}

function demandSqlite({ databaseUrl }: Config): void {
  if (databaseUrl !== null)
    throw new Hint(
      'this portal keeps its data in PostgreSQL: the start of the new version takes a snapshot into backups/before-… and brings the tables up to date by itself. To return, restore that snapshot with the old version: sede restore backups/before-… --data NEW-FOLDER --database-url postgres://…',
    );
}

/** Migrations of core and of the modules whose tables are there that have not run, as `core 0029-audit-chain`. */
async function pendingOf(db: Database): Promise<string[]> {
  const known = new Set((await db.read.selectFrom('migrations').select('module').distinct().execute()).map(({ module }) => module));
  const pending: string[] = [];
  for (const { module, migrations } of await allMigrations())
    if (known.has(module)) pending.push(...(await pendingMigrations(db, module, migrations)).map((name) => `${module} ${name}`));
  return pending;
}

/** What belongs to a start besides the database; stored files, which only grow, are those of the portal itself. */
async function dress(folder: string, copy: string): Promise<void> {
  for (const part of ['keys', 'config.toml']) if (existsSync(join(folder, part))) await cp(join(folder, part), join(copy, part), { recursive: true });
  if (existsSync(join(folder, 'files'))) await symlink(join(folder, 'files'), join(copy, 'files'));
}

/** Puts a database in the place of the one that is there; at any kill, one of the two is. Neither may be open. */
async function putInPlace(file: string, folder: string): Promise<void> {
  const target = databaseOf(folder);
  const log = `${target}-wal`;
  if (existsSync(log) && (await stat(log)).size > 0)
    throw new Hint('the database was not closed cleanly. Start the portal once with the version before, stop it, and try again.');
  await rm(log, { force: true });
  await rm(`${target}-shm`, { force: true });
  await sync(file);
  await rename(file, target);
  await sync(folder);
}

/**
 * Brings a data folder to this version: puts a snapshot aside, migrates a copy, checks it (sound, no row lost, starts, signs in and
 * reads) and only then puts it in the place of the old. Killed at any moment, the folder is as before or upgraded.
 * @returns the migrations that ran; none when there was nothing to do. @throws Hint, FolderInUse; then the folder is as it was.
 */
export async function upgradeFolder(config: Config, tell: (step: Step) => void): Promise<{ ran: string[]; snapshot: string | null }> {
  demandSqlite(config);
  const { data } = config;
  const unlock = lockFolder(data);
  const [work, trial] = [join(data, '.upgrading'), join(data, '.trying-upgrade')];
  try {
    for (const left of [work, trial]) await rm(left, { recursive: true, force: true });
    const db = openSqlite(databaseOf(data));
    let ran: string[];
    const snapshot = join('backups', `before-${version}-${stamp()}.sqlite`);
    let before: Record<string, number> = {};
    try {
      ran = await pendingOf(db);
      if (ran.length === 0) return { ran, snapshot: null };
      tell('snapshot');
      await mkdir(snapshotFolder(data), { recursive: true });
      before = await db.snapshot(join(data, snapshot));
    } finally {
      await db.close();
    }
    tell('migrate');
    await mkdir(work);
    await copyFile(join(data, snapshot), databaseOf(work));
    await dress(data, work);
    await (await openPortal({ ...config, data: work }, { log: pino({ level: 'silent' }), clock: false })).close();
    tell('check');
    const { faults, rows } = await checkSqlite(databaseOf(work));
    if (faults.length > 0) throw new Hint(`the upgraded copy is not sound: ${faults.join('; ')}. Nothing was changed.`);
    const lost = Object.entries(before).filter(([table, count]) => (rows[table] ?? 0) < count && !passing.has(table));
    if (lost.length > 0) throw new Hint(`the upgraded copy has fewer rows in ${lost.map(([table]) => table).join(', ')}. Nothing was changed.`);
    tell('try');
    await mkdir(trial);
    await copyFile(databaseOf(work), databaseOf(trial));
    await dress(data, trial);
    await tryPortal(trial);
    tell('switch');
    // Noted first: killed in between, there is a note of an upgrade that a rollback finds undone already.
    await writeNote(data, { at: nowIso(), version, snapshot });
    await putInPlace(databaseOf(work), data);
    return { ran, snapshot };
  } finally {
    for (const left of [work, trial]) await rm(left, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    unlock();
  }
}

/** Tables whose rows come and go by themselves. */
const passing = new Set(['events', 'event_deliveries', 'jobs', 'search_queue', 'idempotency_keys', 'sessions']);

export interface Returned {
  snapshot: string;
  /** The database as it was until now. */
  aside: string;
  /** When the upgrade was. */
  upgradedAt: string;
  /** How many records of each kind were added or changed since, which the snapshot does not have. */
  since: Record<string, number>;
}

/**
 * Returns to the snapshot of before the last upgrade; the database as it is now is put aside into `backups/`, with what was written since.
 * @throws Hint when there is nothing to return to, FolderInUse.
 */
export async function rollbackFolder(config: Config, tell: (step: Step) => void): Promise<Returned> {
  demandSqlite(config);
  const { data } = config;
  const unlock = lockFolder(data);
  const next = join(data, '.returning.sqlite');
  try {
    if (!existsSync(noteOf(data))) throw new Hint('nothing was upgraded here with sede upgrade, so there is nothing to return to.');
    const note = JSON.parse(await readFile(noteOf(data), 'utf8')) as Upgraded;
    const snapshot = join(data, note.snapshot);
    if (!existsSync(snapshot)) throw new Hint(`the snapshot ${snapshot} is not there any more.`);
    const db = openSqlite(databaseOf(data));
    let since: Record<string, number>;
    try {
      const { rows } = await sql<{
        type: string;
        n: number;
      }>`select record_type as type, count(distinct record_id) as n from record_history where at > ${note.at} group by 1 order by 1`.execute(db.read);
      since = Object.fromEntries(rows.map(({ type, n }) => [type, n]));
    } finally {
      await db.close();
    }
    tell('aside');
    await rm(next, { force: true });
    await copyFile(snapshot, next);
    const { faults } = await checkSqlite(next);
    if (faults.length > 0) throw new Hint(`the snapshot is damaged: ${faults.join('; ')}. Nothing was changed.`);
    const aside = join('backups', `rolled-back-${stamp()}.sqlite`);
    await link(databaseOf(data), join(data, aside));
    tell('return');
    await putInPlace(next, data);
    await rm(noteOf(data));
    return { snapshot: note.snapshot, aside, upgradedAt: note.at, since };
  } finally {
    await rm(next, { force: true });
    unlock();
  }
}
