import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupFailure, Proof } from '../../contracts/core/backups.js';
import { snapshotFolder } from './snapshots.js';

/** What is known about the backups besides themselves: in `backups/state.json`, for a restored database knows nothing of it. */
export interface BackupState {
  /** Set → what came of its last trial. */
  proofs: Record<string, Proof>;
  /** The last trial that went through. */
  proven: Proof | null;
  /** The last failure of each kind since the last success of the same kind. */
  failures: BackupFailure[];
  /** What is under way; left behind by one that was ended in the middle. */
  running?: { what: 'backup' | 'rehearsal'; at: string };
}

const fileIn = (folder: string) => join(snapshotFolder(folder), 'state.json');

export async function readState(folder: string): Promise<BackupState> {
  const none: BackupState = { proofs: {}, proven: null, failures: [] };
  try {
    const state = { ...none, ...(JSON.parse(await readFile(fileIn(folder), 'utf8')) as Partial<BackupState>) };
    // An earlier version noted the words alone.
    return { ...state, failures: state.failures.map((failure) => ({ ...failure, why: failure.why ?? 'other' })) };
  } catch (error) {
    // One that was cut off by a power loss is as good as none: it is written anew by the next backup.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return none;
    throw error;
  }
}

/** Changes what is known; the folder's backups must be locked, see lock. */
export async function changeState(folder: string, change: (state: BackupState) => BackupState): Promise<void> {
  const file = fileIn(folder);
  try {
    await writeFile(`${file}.part`, `${JSON.stringify(change(await readState(folder)), null, 1)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.part`, file);
  } catch (error) {
    await rm(`${file}.part`, { force: true });
    throw error;
  }
}

/** Notes what is under way as long as it is, so that it is known of one that was killed. The folder's backups must be locked. */
export async function underWay<T>(folder: string, what: 'backup' | 'rehearsal', at: string, work: () => Promise<T>): Promise<T> {
  // Where not even this can be written, the work itself says why.
  await changeState(folder, (state) => ({ ...state, running: { what, at } })).catch(() => undefined);
  try {
    return await work();
  } finally {
    await changeState(folder, ({ running: _, ...state }) => state).catch(() => undefined);
  }
}

export const noteFailure = (folder: string, failure: BackupFailure): Promise<void> =>
  changeState(folder, (state) => ({ ...state, failures: [...state.failures.filter(({ what }) => what !== failure.what), failure] }));

export const noteSuccess = (folder: string, what: BackupFailure['what']): Promise<void> =>
  changeState(folder, (state) => ({ ...state, failures: state.failures.filter((one) => one.what !== what) }));
