import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupWhy, Proof } from '../../contracts/core/backups.js';
import { readKeys } from './keys.js';
import { BadBackup } from './manifest.js';
import { printKey } from './seal.js';
import { changeState, underWay } from './state.js';
import { type BackupSource, localRepository, secondRepository, temporaryFolder } from './take.js';
import { whyOf } from './why.js';

/** What a restore on trial is given: it runs in a process of its own. */
export interface RehearsalTask {
  /** Folder of the set. */
  set: string;
  /** An empty folder for the throwaway portal; removed afterwards. */
  target: string;
  /** Keys as they are printed, to read sealed sets with. */
  keys: string[];
}

/** What a process that restores on trial is sent, once. */
export interface RehearsalOrder extends RehearsalTask {
  databaseUrl: string | null;
}

export interface RehearsalResult {
  into: 'sqlite' | 'postgres';
  /** Why it failed; null when everything was as it should be. */
  error: string | null;
  why: BackupWhy | null;
}

/**
 * Restores a set into a throwaway portal, compares it row by row and file by file, signs in and reads; leaves nothing behind but what
 * is in the task's target.
 */
export type Rehearse = (task: RehearsalTask) => Promise<RehearsalResult>;

/**
 * Restores one set on trial and notes what came of it; the backups must be locked.
 * @param id left out: the newest one, out of the second folder where there is one: that is what is left when this machine is lost.
 * @param onBegin called when it is there and its trial begins. @returns null when there is no backup yet.
 */
export async function rehearseNewest(
  source: BackupSource,
  rehearse: Rehearse,
  now: () => string,
  id?: string,
  onBegin: () => void = () => undefined,
): Promise<Proof | null> {
  const { folder } = source;
  const second = await secondRepository(source).catch(() => null);
  const local = await localRepository(folder);
  const [newest] = await local.ids();
  const wanted = id ?? newest;
  if (wanted === undefined) return null;
  const place = second && (await second.ids()).includes(wanted) ? 'second' : 'here';
  const repository = place === 'second' && second ? second : local;
  if (!(await repository.ids()).includes(wanted)) throw new BadBackup(`There is no backup ${wanted}`);
  onBegin();
  const target = await temporaryFolder(folder, 'trying');
  const began = Date.now();
  let result: RehearsalResult;
  try {
    const keys = (await readKeys(folder)).map(printKey);
    result = await underWay(folder, 'rehearsal', now(), () => rehearse({ set: join(repository.root, 'sets', wanted), target, keys }));
  } catch (error) {
    result = { into: 'sqlite', error: (error as Error).message, why: whyOf(error) };
  } finally {
    await rm(target, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  const proof: Proof = { at: now(), ms: Date.now() - began, place, ...result };
  const present = new Set([...(await local.ids()), ...(second ? await second.ids() : [])]);
  await changeState(folder, (state) => ({
    proofs: Object.fromEntries(Object.entries({ ...state.proofs, [wanted]: proof }).filter(([key]) => present.has(key))),
    proven: proof.error === null ? proof : state.proven,
    failures: [
      ...state.failures.filter(({ what }) => what !== 'rehearsal'),
      ...(proof.error === null ? [] : [{ at: proof.at, what: 'rehearsal' as const, why: proof.why ?? 'other', reason: proof.error }]),
    ],
  }));
  return proof;
}
