import type { BackupWhy } from '../../contracts/core/backups.js';
import { BrokenDump } from '../db/dump-file.js';
import { UnsoundDatabase } from '../db/sqlite-copy.js';
import { machineFault } from '../fault-codes.js';
import { texts } from '../i18n/texts.js';
import { BadBackup } from './manifest.js';
import { MissingKey } from './seal.js';
import { SecondAway } from './take.js';

/** The kind of reason for which a backup or trial failed. */
export function whyOf(error: unknown): BackupWhy {
  if (error instanceof MissingKey) return 'key';
  if (error instanceof SecondAway) return 'second';
  if (error instanceof BadBackup || error instanceof BrokenDump) return 'damaged';
  if (error instanceof UnsoundDatabase) return 'unsound';
  return machineFault((error as { code?: string } | undefined)?.code ?? '') ?? 'other';
}

/** The reason in a language, with the words of the fault behind it. */
export const whyInWords = (language: string, why: BackupWhy, reason: string): string =>
  why === 'other' ? reason : `${texts(language)(`core:backup.why.${why}`)} ${reason}`.trimEnd();
