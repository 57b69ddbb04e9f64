import { dayIn, instantAt, plusDays } from '../../../core/db/days.js';
import { isWorkingDay } from '../tasks/working-days.js';

/** The company's working hours. */
const [begin, end] = [9, 18];
const minuteMs = 60_000;

/** The working hours of a day as instants in milliseconds; null on a day off. */
function hoursOf(day: string, timeZone: string): [from: number, to: number] | null {
  return isWorkingDay(day) ? [Date.parse(instantAt(day, begin, timeZone)), Date.parse(instantAt(day, end, timeZone))] : null;
}

/** So many days are walked at most: ten years. */
const mostDays = 3660;

/**
 * The instant that lies so many minutes of working time after another, before it for fewer than none. What falls outside working
 * hours counts from the next working minute (or the last, backwards); no minutes leave the instant where it is.
 */
export function plusWorkingMinutes(instant: string, minutes: number, timeZone: string): string {
  if (minutes === 0) return instant;
  let left = Math.abs(minutes) * minuteMs;
  const forward = minutes > 0;
  let at = Date.parse(instant);
  let day = dayIn(timeZone, instant);
  for (let n = 0; n < mostDays; n += 1) {
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
    day = plusDays(day, forward ? 1 : -1);
    at = forward ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return new Date(Date.parse(instant) + minutes * minuteMs).toISOString();
}

/** Minutes of working time between two instants; 0 where the second is not later. */
export function workingMinutesBetween(from: string, to: string, timeZone: string): number {
  let sum = 0;
  const [first, last] = [Date.parse(from), Date.parse(to)];
  for (let day = dayIn(timeZone, from), n = 0; n < mostDays; day = plusDays(day, 1), n += 1) {
    const hours = hoursOf(day, timeZone);
    if (hours) {
      if (hours[0] >= last) break;
      sum += Math.max(0, Math.min(hours[1], last) - Math.max(hours[0], first));
    } else if (Date.parse(`${day}T00:00:00Z`) - 2 * 86_400_000 > last) break;
  }
  return Math.round(sum / minuteMs);
}
