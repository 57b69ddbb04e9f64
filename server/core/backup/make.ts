import type { BackupFailure, BackupFault } from '../../contracts/core/backups.js';
import type { Database } from '../db/database.js';
import { faultInWords } from './fault-words.js';
import { SecondAway } from './second-away.js';
import { noteFailure, noteSuccess, underWay } from './state.js';
import { type BackupSource, copyToSecond, localRepository, openInSecond, pruneLocal, pruneSecond, sealSecond, takeSet } from './take.js';
import { faultOf } from './why.js';

/** A backup or trial did not work; it is noted in the folder of backups. */
export class BackupFailed extends Error {
  constructor(
    readonly what: BackupFailure['what'],
    readonly fault: BackupFault,
    options?: ErrorOptions,
  ) {
    const words = faultInWords('en', fault);
    super(what === 'second' ? `The backup is in the data folder, but did not reach the second one. ${words}` : words, options);
  }
}

export interface BackupFacts {
  db: Database;
  version: string;
  company: string | null;
  now(): string;
}

/**
 * Makes a backup, copies it to the second folder, lets go of those that the plan does not keep, and seals those of the second folder that
 * were put there open. The backups must be locked.
 * @param onlySecond the backup itself is there already. @param tell hears what is begun. @throws BackupFailed
 */
export async function makeBackup(
  source: BackupSource,
  facts: BackupFacts,
  { onlySecond = false, tell = () => undefined }: { onlySecond?: boolean; tell?(step: 'take' | 'second' | 'prune' | 'seal'): void } = {},
): Promise<{ id: string | undefined; removed: string[] }> {
  const { folder, plan } = source;
  async function attempt<T>(what: BackupFailure['what'], work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      await noteSuccess(folder, what);
      return value;
    } catch (error) {
      const fault = faultOf(error);
      // Where the disk is full this cannot be noted either; the failure itself is what counts.
      await noteFailure(folder, { at: facts.now(), what, ...fault }).catch(() => undefined);
      throw new BackupFailed(what, fault, { cause: error });
    }
  }
  return underWay(folder, 'backup', facts.now(), async () => {
    if (!onlySecond) {
      tell('take');
      await attempt('backup', () => takeSet(source, { ...facts, now: facts.now() }));
    }
    tell('prune');
    const removed = await pruneLocal(source);
    if (plan.second !== null) tell('second');
    await attempt('second', async () => {
      await copyToSecond(source).catch(async (error: unknown) => {
        // Where fewer are to be kept than lie there, those that go make room.
        const isFull = error instanceof SecondAway && error.state === 'full';
        if (!isFull || (await pruneSecond(source)).length === 0) throw error;
        await copyToSecond(source);
      });
      await pruneSecond(source);
      if ((await openInSecond(source)).length > 0) tell('seal');
      await sealSecond(source);
    });
    const [id] = await (await localRepository(folder)).ids();
    return { id, removed };
  });
}
