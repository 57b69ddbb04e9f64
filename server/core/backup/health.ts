import type { BackupFailure, BackupHealth, BackupPlan } from '../../contracts/core/backups.js';
import { areBackupsHeld } from './folder-lock.js';
import { lateAfterHours } from './plan.js';
import { createdOf } from './set-manifest.js';
import { readState } from './state.js';
import { localRepository } from './take.js';

/**
 * The age of the newest backup, the last restore on trial that went through, and the last failure: for the page of backups, the health
 * page and `sede doctor`. Reads the folder of backups alone.
 * @param folder the data folder. @param now ISO instant.
 */
export async function backupHealth(folder: string, plan: BackupPlan, now: string): Promise<BackupHealth> {
  const [[id], { proven, failures, proofs, running }] = await Promise.all([(await localRepository(folder)).ids(), readState(folder)]);
  const newest = id === undefined ? null : createdOf(id);
  const late = lateAfterHours(plan);
  const interrupted: BackupFailure[] = running && !areBackupsHeld(folder) ? [{ ...running, why: 'interrupted', reason: '' }] : [];
  return {
    newest,
    lateAfterHours: late,
    isLate: newest !== null && Date.parse(now) - Date.parse(newest) > late * 3_600_000,
    proven,
    newestProven: id !== undefined && proofs[id]?.error === null,
    failures: [...interrupted, ...failures.filter(({ what }) => what !== interrupted[0]?.what)].sort((a, b) => (a.at < b.at ? 1 : -1)),
  };
}
