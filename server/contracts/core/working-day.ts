import type { WorkingHours } from './company.js';

/** Minutes since midnight of a clock, `HH:MM`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes of working time in a day. */
export const workingDayOf = ({ from, to, break: pause }: WorkingHours): number =>
  minuteOf(to) - minuteOf(from) - (pause === null ? 0 : minuteOf(pause.to) - minuteOf(pause.from));
