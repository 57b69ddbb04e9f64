import { dayIn, instantAt, plusDays, weekdayOf } from '../../../core/db/days.js';

/** Monday to Friday. */
export const isWorkingDay = (day: string): boolean => weekdayOf(day) <= 5;

export function nextWorkingDay(day: string): string {
  let found = day;
  while (!isWorkingDay(found)) found = plusDays(found, 1);
  return found;
}

const clockIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));

/** An instant on a day off, at the same hour of the next working day in the zone; any other as it is. */
export function onWorkingDay(instant: string, timeZone: string): string {
  const day = dayIn(timeZone, instant);
  return isWorkingDay(day) ? instant : instantAt(nextWorkingDay(day), clockIn(timeZone, instant), timeZone);
}

/** A deadline without a time is at the end of the working day. */
export const endOfWork = '18:00';

/** The end of work so many working days after the day of an instant; 0: on that day, or the next working one. */
export function inWorkingDays(instant: string, days: number, timeZone: string): string {
  let day = nextWorkingDay(dayIn(timeZone, instant));
  for (let left = days; left > 0; left -= 1) day = nextWorkingDay(plusDays(day, 1));
  return instantAt(day, endOfWork, timeZone);
}
