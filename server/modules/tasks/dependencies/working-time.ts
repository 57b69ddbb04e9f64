import { plusDays } from '../../../contracts/core/calendar-day.js';
import type { WorkingHours } from '../../../contracts/core/company.js';
import { workingDayOf } from '../../../contracts/core/working-day.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { isWorkingDay } from '../../../core/db/working-days.js';

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** By which clock work is done, and when. */
export interface WorkClock {
  timeZone: string;
  workingHours: WorkingHours;
}

type Stretch = readonly [from: number, to: number];

/** The stretches of work of a day, in their order, as instants in milliseconds; none on a day off. */
function stretchesOf({ timeZone, workingHours }: WorkClock, day: string): Stretch[] {
  if (!isWorkingDay(workingHours, day)) return [];
  const { from, to, break: pause } = workingHours;
  const at = (clock: string) => Date.parse(instantAt(day, clock, timeZone));
  if (pause === null) return [[at(from), at(to)]];
  return [
    [at(from), at(pause.from)],
    [at(pause.to), at(to)],
  ];
}

const weekMinutesOf = ({ workingHours }: WorkClock): number => workingHours.days.length * workingDayOf(workingHours);

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
export function plusWorkingMinutes(clock: WorkClock, instant: string, minutes: number): string {
  if (minutes === 0) return instant;
  const forward = minutes > 0;
  const weekMinutes = weekMinutesOf(clock);
  // Whole weeks are skipped at once; something is always left to walk, which ends in the right week.
  const weeks = Math.floor((Math.abs(minutes) - 1) / weekMinutes);
  let left = (Math.abs(minutes) - weeks * weekMinutes) * minuteMs;
  const at = plusWeeks(Date.parse(instant), forward ? weeks : -weeks, clock.timeZone);
  for (let day = dayIn(clock.timeZone, new Date(at).toISOString()); ; day = plusDays(day, forward ? 1 : -1)) {
    const stretches = stretchesOf(clock, day);
    for (const [from, to] of forward ? stretches : stretches.reverse()) {
      const [start, stop] = forward ? [Math.max(at, from), to] : [from, Math.min(at, to)];
      if (stop - start >= left) return new Date(forward ? start + left : stop - left).toISOString();
      left -= Math.max(0, stop - start);
    }
  }
}

/** Minutes of working time between two instants; 0 where the second is not later. */
export function workingMinutesBetween(clock: WorkClock, from: string, to: string): number {
  const { timeZone } = clock;
  const [start, last] = [Date.parse(from), Date.parse(to)];
  const weeks = Math.max(0, Math.floor((last - start) / (7 * dayMs)) - 1);
  const first = plusWeeks(start, weeks, timeZone);
  let sum = weeks * weekMinutesOf(clock) * minuteMs;
  for (let day = dayIn(timeZone, new Date(first).toISOString()); Date.parse(`${day}T00:00:00Z`) - dayMs <= last; day = plusDays(day, 1)) {
    for (const stretch of stretchesOf(clock, day)) sum += Math.max(0, Math.min(stretch[1], last) - Math.max(stretch[0], first));
  }
  return Math.round(sum / minuteMs);
}
