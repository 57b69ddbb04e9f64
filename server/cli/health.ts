import { join } from 'node:path';
import { migrations as coreMigrations } from '../../migrations/core/index.js';
import type { Config } from '../config.js';
import { askRunning } from '../control.js';
import { FolderInUse, lockFolder } from '../core/backup/folder-lock.js';
import type { Database } from '../core/db/database.js';
import { nowIso } from '../core/db/instant.js';
import { newerMigrations, pendingMigrations } from '../core/db/migrate.js';
import { checkSqlite } from '../core/db/sqlite-copy.js';
import { lookThrough } from '../core/health/database.js';
import { disk } from '../core/health/disk.js';
import { broken, type Finding, type HealthContext, type ProcessFacts } from '../core/health/finding.js';
import { folderRights } from '../core/health/folder.js';
import { type Findings, lookAtAll } from '../core/health/look.js';
import { createSettings } from '../core/settings/settings.js';
import { explain, Hint } from '../explain.js';
import { catalog } from '../modules/catalog.js';
import { demandFolder, withDatabase } from './command.js';
import { withProgress } from './progress.js';

/** What the portal that runs over the folder says of itself; null when none runs. */
async function askProcess(folder: string): Promise<HealthContext['process']> {
  try {
    lockFolder(folder)();
    return null;
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
  }
  try {
    return (await askRunning(folder, { action: 'facts' }, () => undefined)) as unknown as ProcessFacts;
  } catch (error) {
    if (error instanceof Hint) return 'hidden';
    throw error;
  }
}

/** Only the modules that run know what became of what a mail was about. */
const settledMails = (folder: string) => async (ids: readonly number[]) =>
  new Set((await askRunning(folder, { action: 'settled-mails', ids }, () => undefined)).ids as number[]);

/** Names of migrations that the next start runs, with their module. */
async function pendingIn(db: Database): Promise<string[]> {
  const rows = await db.read.selectFrom('modules').selectAll().execute();
  const pending = (await pendingMigrations(db, 'core', coreMigrations)).map((name) => `core ${name}`);
  for (const { manifest, migrations } of catalog) {
    if (!rows.some(({ id, state }) => id === manifest.id && (state === 'on' || state === 'parked'))) continue;
    const names = await pendingMigrations(db, manifest.id, (await migrations()).migrations);
    pending.push(...names.map((name) => `${manifest.id} ${name}`));
  }
  return pending;
}

/** What can be said of a folder whose database cannot be worked with. */
async function withoutDatabase(config: Config, finding: Finding): Promise<Findings> {
  const context = { db: null, folder: config.data, pending: [], now: nowIso };
  return new Map([
    ['database', finding],
    ['disk', await disk.look(context)],
    ['folder', await folderRights.look(context)],
  ]);
}

/** Works with what there is to know of the health of a portal, running or not. `context` is null where its database cannot be worked with. */
export async function withHealth<T>(config: Config, work: (findings: Findings, context: HealthContext | null) => Promise<T>): Promise<T> {
  demandFolder(config);
  const isFile = config.databaseUrl === null;
  const { faults } = isFile ? await withProgress('Reading the database', () => checkSqlite(join(config.data, 'sede.sqlite'))) : { faults: [] };
  if (faults[0] !== undefined)
    return work(await withoutDatabase(config, broken('unsound', { count: faults.length, fault: faults[0] }, { command: 'sede help restore' })), null);
  try {
    return await withDatabase(config, async (db) => {
      const settings = await createSettings(db);
      const sound = lookThrough(db, config.data, nowIso());
      const running = await askProcess(config.data);
      const context: HealthContext = {
        db,
        folder: config.data,
        settings,
        backup: config.backup,
        server: config,
        process: running,
        ...(typeof running === 'object' && running ? { settledMails: settledMails(config.data) } : {}),
        pending: await pendingIn(db),
        newer: (await newerMigrations(db, 'core', coreMigrations)).map((name) => `core ${name}`),
        soundness: () => sound,
        now: nowIso,
      };
      return work(await withProgress('Looking at everything', () => lookAtAll(context)), context);
    });
  } catch (error) {
    const reason = isFile || error instanceof Hint ? undefined : explain(error);
    if (reason === undefined) throw error;
    return work(await withoutDatabase(config, broken('unreachable', { reason })), null);
  }
}
