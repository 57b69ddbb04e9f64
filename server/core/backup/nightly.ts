import type { BackupFailure } from '../../contracts/core/backups.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { asSentence } from './fault-words.js';
import { BackupsBusy, lockBackups } from './folder-lock.js';
import { BackupFailed, makeBackup } from './make.js';
import { type BackupDefaults, backupCron, planOf, rehearsalCron } from './plan.js';
import { type Rehearse, rehearseNewest } from './rehearse.js';
import { sourceOf } from './source.js';
import { readState } from './state.js';

export interface BackupDeps {
  services: Pick<Services, 'db' | 'access' | 'notify' | 'folder' | 'log' | 'now' | 'settings'>;
  /** As `config.toml` has it, where nothing was chosen in the portal. */
  backup: BackupDefaults;
  /** Of the portal. */
  version: string;
}

export const backupJobKind = 'core.nightly-snapshot';
export const rehearsalJobKind = 'core.rehearsal';

const codes: Record<BackupFailure['what'], string> = {
  backup: 'core.backup.failed',
  second: 'core.backup.second-failed',
  rehearsal: 'core.backup.rehearsal-failed',
};

/** At the first failure of a row, those who look after backups are told. */
async function tell({ services }: BackupDeps, { what, fault }: BackupFailed): Promise<void> {
  const { db, access, notify, now } = services;
  const people = await access.whoMay('core.backup.manage');
  await db.write((tx) => notify.notify(tx, people, { code: codes[what], params: { due: now(), fault } }));
}

async function backUp(deps: BackupDeps, attempt: number): Promise<void> {
  const { services, backup, version } = deps;
  const { db, folder, settings, now, log } = services;
  const failedBefore = attempt > 1 ? (await readState(folder)).failures.map(({ what }) => what) : [];
  // Where only the second folder was away, the backup itself is there.
  const onlySecond = failedBefore.includes('second') && !failedBefore.includes('backup');
  const facts = { db, version, company: settings.get('company')?.name ?? null, now };
  const { id, removed } = await makeBackup(sourceOf(services, backup), facts, { onlySecond });
  log.info({ backup: id, removed }, 'backup made');
}

const [patienceMs, lookEveryMs] = [1_800_000, 250];

/** Waits for the backup or trial that is under way. @throws BackupsBusy when that takes too long. */
async function lockWhenFree(folder: string): Promise<() => void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return lockBackups(folder);
    } catch (error) {
      if (!(error instanceof BackupsBusy) || Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, lookEveryMs));
    }
  }
}

/** Runs with the backups locked; tells of a failure and passes it on. */
async function withBackups(deps: BackupDeps, attempt: number, work: () => Promise<void>): Promise<undefined> {
  const unlock = await lockWhenFree(deps.services.folder);
  try {
    const { running } = await readState(deps.services.folder);
    if (running) deps.services.log.warn({ what: running.what, begun: running.at }, 'a backup or trial was ended in the middle; it is done anew');
    await work();
  } catch (error) {
    if (attempt === 1 && error instanceof BackupFailed) await tell(deps, error);
    throw error;
  } finally {
    unlock();
  }
  return undefined;
}

/**
 * By plan, by default every night, the portal is put into `backups/` of the data folder, so that a plain copy of the folder always
 * holds a sound one. When it fails it is tried again with growing pauses; people are told once.
 */
export const backupJob = (deps: BackupDeps): JobKind => ({
  kind: backupJobKind,
  get cron() {
    return backupCron(planOf(deps.services.settings, deps.backup));
  },
  // A portal has something to go back to from its first minutes on.
  firstAfterMs: 60_000,
  handler: (_payload, attempt) => withBackups(deps, attempt, () => backUp(deps, attempt)),
});

/** By plan, by default every week, the newest backup is restored on trial; see rehearse. */
export const rehearsalJob = (deps: BackupDeps & { rehearse: Rehearse }): JobKind => ({
  kind: rehearsalJobKind,
  get cron() {
    return rehearsalCron(planOf(deps.services.settings, deps.backup));
  },
  // It reads every backup whole; one that failed is not tried again before somebody had time to look.
  pauseMs: () => 6 * 3_600_000,
  handler: (_payload, attempt) =>
    withBackups(deps, attempt, async () => {
      const proof = await rehearseNewest(sourceOf(deps.services, deps.backup), deps.rehearse, deps.services.now);
      if (proof?.error) throw new BackupFailed('rehearsal', { why: proof.why ?? 'other', reason: asSentence(proof.error) });
    }),
});
