import { plusDays, weekdayOf } from '../../contracts/core/calendar-day.js';
import type { DigestTime, QuietHours } from '../../contracts/core/notices.js';
import { dayIn, instantAt } from '../db/days.js';

/** The quiet hours that begin on a day, as instants; undefined on the other days. */
function beginningOn({ days, from, to }: QuietHours, day: string, timeZone: string): { start: string; end: string } | undefined {
  if (!days.includes(weekdayOf(day))) return undefined;
  return { start: instantAt(day, from, timeZone), end: instantAt(to > from ? day : plusDays(day, 1), to, timeZone) };
}

/**
 * Until when a person is not to be disturbed at `now`; null when they may be. Hours that follow each other without a gap, such as a
 * whole weekend, are one.
 * @param timeZone IANA name, by whose clock the hours are meant: also over a change between summer and winter time.
 */
export function quietUntil(quiet: QuietHours | null, timeZone: string, now: string): string | null {
  if (!quiet) return null;
  const today = dayIn(timeZone, now);
  let until: string | null = null;
  // From yesterday, whose hours may reach over midnight, for as long as one follows the other.
  for (let n = -1; n <= 8; n += 1) {
    const hours = beginningOn(quiet, plusDays(today, n), timeZone);
    const at: string = until ?? now;
    if (hours && hours.start <= at && at < hours.end) until = hours.end;
  }
  return until;
}

/** The first moment after `now` at which a digest is to be made. */
export function nextDigest(digest: DigestTime | null, timeZone: string, now: string): string | null {
  if (!digest) return null;
  const today = dayIn(timeZone, now);
  for (let n = 0; n <= 8; n += 1) {
    const day = plusDays(today, n);
    if (!digest.days.includes(weekdayOf(day))) continue;
    const at = instantAt(day, digest.at, timeZone);
    if (at > now) return at;
  }
  return null;
}
