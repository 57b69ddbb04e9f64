import type { BackupFailure, BackupPlan } from '../../contracts/core/backups.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { invalidField } from '../http/problem.js';
import type { Services } from '../services.js';
import { BackupsBusy, lockBackups } from './folder-lock.js';
import { readKeys, storeKey } from './keys.js';
import { backupJobKind, rehearsalJobKind } from './nightly.js';
import { type BackupDefaults, planOf } from './plan.js';
import { newKey, type SealKey } from './seal.js';
import { takeSecond } from './second.js';
import { portalMark } from './source.js';
import { changeState } from './state.js';

type Needs = Pick<Services, 'db' | 'settings' | 'jobs' | 'folder' | 'now'>;

/** That another folder failed says nothing of this one, nor that this one could not be reached before it was tried just now. */
async function forgetSecondFailure(folder: string, isOther: boolean): Promise<void> {
  let unlock: () => void;
  try {
    unlock = lockBackups(folder);
  } catch (error) {
    // The one that is under way notes how it ended itself.
    if (error instanceof BackupsBusy) return;
    throw error;
  }
  const isPast = ({ what, why }: BackupFailure) => what === 'second' && (isOther || why.startsWith('second'));
  await changeState(folder, (state) => ({ ...state, failures: state.failures.filter((one) => !isPast(one)) }))
    .catch(() => undefined)
    .finally(unlock);
}

/** Stores what was chosen; the rest stays as it is. Another second folder is tried first. @throws Refusal 422 */
export async function changePlan(services: Needs, defaults: BackupDefaults, actor: Actor, given: Partial<BackupPlan>): Promise<BackupPlan> {
  const { db, settings, jobs, folder, now } = services;
  const before = settings.get('backup') ?? {};
  const chosen = { ...given };
  // Before the second folder is marked as this portal's.
  if (chosen.sealed && !(await readKeys(folder)).some(({ id }) => id === before.keyId)) throw invalidField('sealed', 'backup-no-key');
  if (typeof chosen.second === 'string') {
    const path = chosen.second.trim();
    const fault = await takeSecond(path, folder, { format: 1, portal: portalMark(services), company: settings.get('company')?.name ?? null });
    if (fault) throw invalidField('second', fault, { path });
    chosen.second = path;
  }
  await db.write(async (tx) => {
    await settings.set(tx, 'backup', { ...before, ...chosen });
    await audit(tx, now(), actor, 'backup-plan.changed', null, { ...chosen });
  });
  if (chosen.second !== undefined) await forgetSecondFailure(folder, chosen.second !== before.second);
  // Only now do the jobs know their new times.
  await db.write(async (tx) => {
    await jobs.replan(tx, backupJobKind);
    await jobs.replan(tx, rehearsalJobKind);
  });
  return planOf(settings, defaults);
}

/** Makes the key with which what leaves the data folder is sealed from now on. Earlier ones stay, for what was sealed with them. */
export async function makeKey({ db, settings, folder, now }: Needs, actor: Actor): Promise<SealKey> {
  const key = newKey();
  await storeKey(folder, key);
  await db.write(async (tx) => {
    await settings.set(tx, 'backup', { ...settings.get('backup'), keyId: key.id, sealed: true });
    await audit(tx, now(), actor, 'backup-key.made', key.id);
  });
  return key;
}
