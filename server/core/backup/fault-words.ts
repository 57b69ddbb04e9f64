import type { BackupFault } from '../../contracts/core/backups.js';
import { nearestLanguage, texts } from '../i18n/texts.js';

export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Why a backup or trial failed, in a language. The words of the fault itself are English: they stand only before those who read it, or where there are no others. */
export function faultInWords(language: string, { why, path, reason }: BackupFault): string {
  const t = texts(language);
  if (why === 'other' || why.startsWith('second-')) return t(`core:backup.why.${why}`, { path, reason });
  if (path !== undefined) return t('core:backup.why.no-access-to', { path });
  const sentence = t(`core:backup.why.${why}`);
  return nearestLanguage(language) === 'en' ? `${sentence} ${reason}`.trimEnd() : sentence;
}
