import type { WorkingHours } from '../core/company.js';
import { minuteOf, workingDayOf } from '../core/working-day.js';

/**
 * A chart is laid out in wall time: milliseconds of what a clock in the zone shows, read as if it were UTC. So every day is as wide as
 * the next, also where clocks are changed. Days are counted from 1 January 1970, which was a Thursday.
 */

const minuteMs = 60_000;
export const dayMs = 86_400_000;

export const dayOfWall = (wall: number): number => Math.floor(wall / dayMs);
/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const isDayOff = ({ days }: WorkingHours, day: number): boolean => !days.includes(weekdayOf(day) % 7);
/** The day itself, or the next one that is not off. */
export const workdayFrom = (hours: WorkingHours, day: number): number => (isDayOff(hours, day) ? workdayFrom(hours, day + 1) : day);

/** When work begins and ends on a day. */
export const beginOf = ({ from }: WorkingHours, day: number): number => day * dayMs + minuteOf(from) * minuteMs;
export const endOf = ({ to }: WorkingHours, day: number): number => day * dayMs + minuteOf(to) * minuteMs;

/** Minutes of a working day that are over at one of its minutes. */
function workedOfDay({ from, to, break: pause }: WorkingHours, minute: number): number {
  const within = (begin: string, end: string) => Math.min(minuteOf(end), Math.max(minuteOf(begin), minute)) - minuteOf(begin);
  return within(from, to) - (pause === null ? 0 : within(pause.from, pause.to));
}

/** Minutes of working time from a Monday long ago until a moment. */
function workedUntil(hours: WorkingHours, wall: number): number {
  const day = dayOfWall(wall);
  // Day 4 was a Monday.
  const weeks = Math.floor((day - 4) / 7);
  let before = 0;
  for (let one = 4 + weeks * 7; one < day; one += 1) if (!isDayOff(hours, one)) before += 1;
  const today = isDayOff(hours, day) ? 0 : workedOfDay(hours, Math.floor((wall - day * dayMs) / minuteMs));
  return (weeks * hours.days.length + before) * workingDayOf(hours) + today;
}

/** Minutes of working time between two moments; 0 where the second is not later. */
export const workingMinutes = (hours: WorkingHours, from: number, until: number): number => Math.max(0, workedUntil(hours, until) - workedUntil(hours, from));
