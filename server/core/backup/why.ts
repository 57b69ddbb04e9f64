import type { BackupFault, BackupWhy } from '../../contracts/core/backups.js';
import { BrokenDump } from '../db/dump-file.js';
import { UnsoundDatabase } from '../db/sqlite-copy.js';
import { machineFault } from '../fault-codes.js';
import { asSentence } from './fault-words.js';
import { BadBackup } from './manifest.js';
import { MissingKey } from './seal.js';
import { SecondAway } from './second-away.js';

/** The kind of reason for which a backup or trial failed. */
export function whyOf(error: unknown): BackupWhy {
  if (error instanceof MissingKey) return 'key';
  if (error instanceof SecondAway) return `second-${error.state}`;
  if (error instanceof BadBackup || error instanceof BrokenDump) return 'damaged';
  if (error instanceof UnsoundDatabase) return 'unsound';
  return machineFault((error as { code?: string } | undefined)?.code ?? '') ?? 'other';
}

/** What is noted of a failure. */
export function faultOf(error: unknown): BackupFault {
  const why = whyOf(error);
  const path = error instanceof SecondAway || why === 'no-access' ? (error as { path?: string }).path : undefined;
  return { why, ...(path === undefined ? {} : { path }), reason: asSentence((error as Error).message) };
}
