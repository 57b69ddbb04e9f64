import { plusDays, weekdayOf } from './calendar-day.js';
import type { WorkingHours } from './company.js';

/** Minutes since midnight of a clock, `HH:MM`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes of working time in a day. */
export const workingDayOf = ({ from, to, break: pause }: WorkingHours): number =>
  minuteOf(to) - minuteOf(from) - (pause === null ? 0 : minuteOf(pause.to) - minuteOf(pause.from));

/** On which days of the week work is done. */
export type WorkingDays = Pick<WorkingHours, 'days'>;

/** The nearest working day beside a day, `YYYY-MM-DD`. */
function workdayBeside({ days }: WorkingDays, day: string, step: 1 | -1): string {
  let found = day;
  do found = plusDays(found, step);
  while (!days.includes(weekdayOf(found) % 7));
  return found;
}
export const workdayAfter = (hours: WorkingDays, day: string): string => workdayBeside(hours, day, 1);
export const workdayBefore = (hours: WorkingDays, day: string): string => workdayBeside(hours, day, -1);

/** The usual time for what is planned, or when work begins where that is not within it. */
export const timeForPlans = ({ from, to }: WorkingHours): string => (from <= '09:00' && '09:00' < to ? '09:00' : from);
