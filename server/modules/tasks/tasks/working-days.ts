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
