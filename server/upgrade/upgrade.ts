import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import type { Config } from '../config.js';
import { lockFolder } from '../core/backup/folder-lock.js';
import { snapshotFolder } from '../core/backup/snapshots.js';
import { nowIso } from '../core/db/instant.js';
import { Hint } from '../explain.js';
import { version } from '../version.js';
import { NotUpgraded } from './at-start.js';
import { writeNote } from './note.js';
import { demandNotNewer, pendingOf } from './pending.js';
import type { Place } from './place.js';
import { postgresPlace } from './postgres-place.js';
import { snapshotName } from './snapshot-name.js';
import { sqlitePlace } from './sqlite-place.js';

export type Step = 'snapshot' | 'migrate' | 'check' | 'try' | 'switch' | 'aside' | 'return';

export const placeOf = (config: Config): Place => (config.databaseUrl === null ? sqlitePlace(config) : postgresPlace(config, config.databaseUrl));

/** Tables whose rows come and go by themselves. */
const passing = new Set(['events', 'event_deliveries', 'jobs', 'search_queue', 'idempotency_keys', 'sessions']);

/** @throws Hint when not all of it could be done; the portal itself is untouched. */
async function bringUpToDate(copy: Config): Promise<void> {
  const { openPortal } = await import('../portal.js');
  const portal = await openPortal(copy, { log: pino({ level: 'silent' }), clock: false }).catch((error) => {
    throw error instanceof NotUpgraded ? new Hint(`${error.reason}\nNothing was changed.`) : error;
  });
  const left = await pendingOf(portal.services.db);
  const reasons = [...portal.life.states().values()].flatMap(({ failure }) => failure ?? []);
  await portal.close();
  if (left.length > 0)
    throw new Hint(
      `the tables of a module could not be brought up to date: ${reasons.length > 0 ? reasons.join('; ') : left.join(', ')}\nNothing was changed.`,
    );
}

/**
 * Brings a portal to this version: puts a snapshot aside, migrates a copy, checks it (sound, no row lost, starts, signs in and
 * reads) and only then changes the database itself. Killed at any moment, it is as before or upgraded.
 * @returns the migrations that ran; none when there was nothing to do. @throws Hint, FolderInUse; then it is as it was.
 */
export async function upgradeFolder(config: Config, tell: (step: Step) => void): Promise<{ ran: string[]; snapshot: string | null }> {
  const { data } = config;
  const unlock = lockFolder(data);
  const place = placeOf(config);
  const snapshot = snapshotName(place.ending);
  let isNoted = false;
  try {
    await place.clean();
    const db = place.open();
    let ran: string[];
    let before: Record<string, number> = {};
    try {
      await demandNotNewer(db);
      ran = await pendingOf(db);
      if (ran.length === 0) return { ran, snapshot: null };
      tell('snapshot');
      await mkdir(snapshotFolder(data), { recursive: true });
      before = await db.snapshot(join(data, snapshot));
    } finally {
      await db.close();
    }
    tell('migrate');
    const copy = await place.copy(join(data, snapshot));
    await bringUpToDate(copy);
    tell('check');
    const rows = await place.check();
    const lost = Object.entries(before).filter(([table, count]) => (rows[table] ?? 0) < count && !passing.has(table));
    if (lost.length > 0) throw new Hint(`the upgraded copy has fewer rows in ${lost.map(([table]) => table).join(', ')}. Nothing was changed.`);
    tell('try');
    await place.try();
    tell('switch');
    // Noted first: killed in between, there is a note of an upgrade that a return finds undone already.
    await writeNote(data, { at: nowIso(), version, snapshot, pending: ran });
    isNoted = true;
    await place.switch();
    return { ran, snapshot };
  } catch (error) {
    // Nothing was changed: whoever tries it again and again shall not fill the disk with snapshots.
    if (!isNoted) await rm(join(data, snapshot), { force: true });
    throw error;
  } finally {
    await place.clean();
    unlock();
  }
}
