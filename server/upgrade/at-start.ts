import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { migrations as coreMigrations } from '../../migrations/core/index.js';
import type { Config } from '../config.js';
import { snapshotFolder } from '../core/backup/snapshots.js';
import type { Database } from '../core/db/database.js';
import { nowIso } from '../core/db/instant.js';
import { isUsed, MigrationFailed, migrate } from '../core/db/migrate.js';
import { explain, Hint } from '../explain.js';
import { version } from '../version.js';
import { readNote, writeNote } from './note.js';
import { demandNotNewer, pendingOf } from './pending.js';
import { snapshotName } from './snapshot-name.js';

/** Core's tables could not be brought up to date; they are as they were. */
export class NotUpgraded extends Hint {
  constructor(
    readonly reason: string,
    data: string,
  ) {
    super(
      `${reason}\nNothing was changed: the version before starts as it did. To try it on a copy, after what was in the way is mended: sede upgrade --data ${data}`,
    );
  }
}

/** Before a newer version changes the tables of a used database, a snapshot of it is put aside. */
async function putAside(config: Config, db: Database, log: Logger): Promise<{ snapshot: string; pending: string[] } | null> {
  if (!(await isUsed(db))) return null;
  const pending = await pendingOf(db);
  if (pending.length === 0) return null;
  const note = await readNote(config.data);
  // What a module could not do at an earlier start of this version is tried at each; the snapshot of before is there.
  const isLeft = note?.version === version && existsSync(join(config.data, note.snapshot)) && pending.every((one) => note.pending?.includes(one));
  if (isLeft) return null;
  mkdirSync(snapshotFolder(config.data), { recursive: true });
  const snapshot = snapshotName(db.dialect === 'sqlite' ? 'sqlite' : 'ndjson.gz');
  await db.snapshot(join(config.data, snapshot));
  log.info({ snapshot }, 'snapshot before upgrade');
  return { snapshot, pending };
}

/**
 * Brings core's tables up to date at a start: all of it or, on a fault, nothing. Of a used database a snapshot is taken before, to which
 * `sede rollback` returns. There is no trial on a copy, as {@link upgradeFolder} makes: it would keep people waiting for the portal.
 * @throws NotUpgraded when it cannot be done, Hint where a newer version has been here.
 */
export async function upgradeAtStart(config: Config, db: Database, log: Logger, now: () => string): Promise<void> {
  await demandNotNewer(db);
  const aside = await putAside(config, db, log);
  try {
    await migrate(db, 'core', coreMigrations, now);
  } catch (error) {
    if (!(error instanceof MigrationFailed)) throw error;
    log.error({ err: error }, 'the tables could not be brought up to date');
    // Nothing was changed: whoever starts it again and again shall not fill the disk with snapshots.
    if (aside) await rm(join(config.data, aside.snapshot), { force: true });
    const cause = error.cause as Error;
    throw new NotUpgraded(`the tables could not be brought up to date by ${error.migration}: ${explain(cause) ?? cause.message}`, config.data);
  }
  if (aside) await writeNote(config.data, { at: nowIso(), version, ...aside });
}
