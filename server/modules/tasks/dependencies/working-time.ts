import { workingDay, workingHours } from '../../../contracts/tasks/working-hours.js';
import { dayIn, instantAt, plusDays } from '../../../core/db/days.js';
import { isWorkingDay } from '../tasks/working-days.js';

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** The working hours of a day as instants in milliseconds; null on a day off. */
function hoursOf(day: string, timeZone: string): [from: number, to: number] | null {
  return isWorkingDay(day) ? [Date.parse(instantAt(day, workingHours.from, timeZone)), Date.parse(instantAt(day, workingHours.until, timeZone))] : null;
}

const weekMinutes = 5 * workingDay;

/** The instant so many weeks later, at the same time of the day in the zone. */
function plusWeeks(instant: number, weeks: number, timeZone: string): number {
  const day = dayIn(timeZone, new Date(instant).toISOString());
  const noon = (of: string) => Date.parse(instantAt(of, 12, timeZone));
  return instant + noon(plusDays(day, 7 * weeks)) - noon(day);
}

/**
 * The instant that lies so many minutes of working time after another, before it for fewer than none. What falls outside working
 * hours counts from the next working minute (or the last, backwards); no minutes leave the instant where it is.
 */
export function plusWorkingMinutes(instant: string, minutes: number, timeZone: string): string {
  if (minutes === 0) return instant;
  const forward = minutes > 0;
  // Whole weeks are skipped at once; something is always left to walk, which ends in the right week.
  const weeks = Math.floor((Math.abs(minutes) - 1) / weekMinutes);
  let left = (Math.abs(minutes) - weeks * weekMinutes) * minuteMs;
  let at = plusWeeks(Date.parse(instant), forward ? weeks : -weeks, timeZone);
  for (let day = dayIn(timeZone, new Date(at).toISOString()); ; day = plusDays(day, forward ? 1 : -1)) {
    const hours = hoursOf(day, timeZone);
    if (hours) {
      const [from, to] = hours;
      if (forward) {
        const start = Math.max(at, from);
        if (start + left <= to) return new Date(start + left).toISOString();
        left -= Math.max(0, to - start);
      } else {
        const stop = Math.min(at, to);
        if (stop - left >= from) return new Date(stop - left).toISOString();
        left -= Math.max(0, stop - from);
      }
    }
    at = forward ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
}

/** Minutes of working time between two instants; 0 where the second is not later. */
export function workingMinutesBetween(from: string, to: string, timeZone: string): number {
  const [start, last] = [Date.parse(from), Date.parse(to)];
  const weeks = Math.max(0, Math.floor((last - start) / (7 * dayMs)) - 1);
  const first = plusWeeks(start, weeks, timeZone);
  let sum = weeks * weekMinutes * minuteMs;
  for (let day = dayIn(timeZone, new Date(first).toISOString()); Date.parse(`${day}T00:00:00Z`) - dayMs <= last; day = plusDays(day, 1)) {
    const hours = hoursOf(day, timeZone);
    if (hours) sum += Math.max(0, Math.min(hours[1], last) - Math.max(hours[0], first));
  }
  return Math.round(sum / minuteMs);
}
