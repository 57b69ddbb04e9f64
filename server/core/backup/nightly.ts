import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { nightlyName, pruneNightly, snapshotFolder } from './snapshots.js';

export interface BackupDeps {
  services: Pick<Services, 'db' | 'access' | 'notify' | 'folder' | 'log' | 'now'>;
  /** Hour of the day in the company's time zone, and how many snapshots are kept. */
  backup: { hour: number; keep: number };
}

/**
 * Every night a copy of the database is put into `backups/` of the data folder, so that a plain copy of the folder always
 * holds one that is sound. When it fails it is tried again with growing pauses; people are told once.
 */
export function backupJob({ services, backup }: BackupDeps): JobKind {
  const { db, access, notify, folder, log, now } = services;
  async function takeSnapshot(): Promise<void> {
    await mkdir(snapshotFolder(folder), { recursive: true });
    const file = join(snapshotFolder(folder), nightlyName(now(), db.dialect));
    await db.snapshot(file);
    pruneNightly(folder, backup.keep);
    log.info({ file }, 'nightly snapshot taken');
  }
  async function tell(error: Error): Promise<void> {
    const people = await access.whoMay('core.settings.manage');
    const reason = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
    await db.write((tx) => notify.notify(tx, people, { code: 'core.backup.failed', params: { due: now(), reason } }));
  }
  return {
    kind: 'core.nightly-snapshot',
    cron: `0 ${backup.hour} * * *`,
    // A portal has something to go back to from its first minutes on.
    firstAfterMs: 60_000,
    async handler(_payload, attempt) {
      try {
        await takeSnapshot();
      } catch (error) {
        if (attempt === 1) await tell(error as Error);
        throw error;
      }
      return undefined;
    },
  };
}
