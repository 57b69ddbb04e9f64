import type { WorkingHours } from './company.js';

/** Minutes since midnight of a clock, `HH:MM`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes of working time in a day. */
export const workingDayOf = ({ from, to, break: pause }: WorkingHours): number =>
  minuteOf(to) - minuteOf(from) - (pause === null ? 0 : minuteOf(pause.to) - minuteOf(pause.from));

/** The first working day after a day, `YYYY-MM-DD`. */
export function workdayAfter({ days }: WorkingHours, day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  do at.setUTCDate(at.getUTCDate() + 1);
  while (!days.includes(at.getUTCDay()));
  return at.toISOString().slice(0, 10);
}

/** The usual time for what is planned, or when work begins where that is not within it. */
export const timeForPlans = ({ from, to }: WorkingHours): string => (from <= '09:00' && '09:00' < to ? '09:00' : from);
