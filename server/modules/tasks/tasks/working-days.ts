import { dayIn, instantAt, plusDays, weekdayOf } from '../../../core/db/days.js';

/** Monday to Friday. */
export const isWorkingDay = (day: string): boolean => weekdayOf(day) <= 5;

export function nextWorkingDay(day: string): string {
  let found = day;
  while (!isWorkingDay(found)) found = plusDays(found, 1);
  return found;
}

/** `HH:MM` that clocks in the zone show at an instant. */
export const clockIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));

/** An instant on a day off, at the same hour of the next working day in the zone; any other as it is. */
export function onWorkingDay(instant: string, timeZone: string): string {
  const day = dayIn(timeZone, instant);
  return isWorkingDay(day) ? instant : instantAt(nextWorkingDay(day), clockIn(timeZone, instant), timeZone);
}

/** A deadline without a time is at the end of the working day; work begins in the morning. */
export const [startOfWork, endOfWork] = ['09:00', '18:00'];

/** The day so many working days after another; 0: that day, or the next working one. */
export function plusWorkingDays(from: string, days: number): string {
  let day = nextWorkingDay(from);
  for (let left = days; left > 0; left -= 1) day = nextWorkingDay(plusDays(day, 1));
  return day;
}

/** So many working days lie between two days; 0 where the second is not later. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let day = nextWorkingDay(from); day < to; ) {
    day = nextWorkingDay(plusDays(day, 1));
    if (day <= to) count += 1;
  }
  return count;
}
