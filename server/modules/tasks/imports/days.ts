import { instantAt } from '../../../core/db/days.js';
import { readDay } from '../../../core/imports/days.js';

const clock = /[T ](\d{1,2}):(\d{2})/;

/** The day that a text begins with, and its time if it has one; null for words. Days with slashes have the day first unless that cannot be. */
export function dayOfText(text: string): { day: string; time: string | null } | null {
  const second = Number(/^\d{1,2}[/-](\d{1,2})[/-]/.exec(text)?.[1] ?? 0);
  const found = readDay(text, second > 12 ? 'month-first' : 'day-first');
  if (!('day' in found)) return null;
  const at = clock.exec(text);
  return { day: found.day, time: at ? `${at[1]?.padStart(2, '0')}:${at[2]}` : null };
}

/** The instant that a text means, at `usual` where it names no time; null for words. */
export function instantOfText(text: string, usual: string, timeZone: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : new Date(at).toISOString();
  }
  const found = dayOfText(text);
  return found && (found.time === null || found.time < '24:00') ? instantAt(found.day, found.time ?? usual, timeZone) : null;
}
