import { weekdayOf } from '../../contracts/core/calendar-day.js';
import { type WorkingDays, workdayAfter } from '../../contracts/core/working-day.js';
import { dayIn, instantAt, knownZone } from './days.js';

export const isWorkingDay = ({ days }: WorkingDays, day: string): boolean => days.includes(weekdayOf(day) % 7);

/** The day itself where it is one. */
export const nextWorkingDay = (hours: WorkingDays, day: string): string => (isWorkingDay(hours, day) ? day : workdayAfter(hours, day));

/** `HH:MM` that clocks in the zone show at an instant. */
export const clockIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: knownZone(timeZone), hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));

/** An instant on a day off, at the same hour of the next working day in the zone; any other as it is. */
export function onWorkingDay(hours: WorkingDays, instant: string, timeZone: string): string {
  const day = dayIn(timeZone, instant);
  return isWorkingDay(hours, day) ? instant : instantAt(nextWorkingDay(hours, day), clockIn(timeZone, instant), timeZone);
}

/** The day so many working days after another; 0: that day, or the next working one. */
export function plusWorkingDays(hours: WorkingDays, from: string, days: number): string {
  let day = nextWorkingDay(hours, from);
  for (let left = days; left > 0; left -= 1) day = workdayAfter(hours, day);
  return day;
}

/** So many working days lie between two days; 0 where the second is not later. */
export function workingDaysBetween(hours: WorkingDays, from: string, to: string): number {
  let count = 0;
  for (let day = nextWorkingDay(hours, from); day < to; ) {
    day = workdayAfter(hours, day);
    if (day <= to) count += 1;
  }
  return count;
}
