import { workingDay, workingHours } from './working-hours.js';

/**
 * A chart is laid out in wall time: milliseconds of what a clock in the zone shows, read as if it were UTC. So every day is as wide as
 * the next, also where clocks are changed. Days are counted from 1 January 1970, which was a Thursday.
 */

const [minuteMs, hourMs] = [60_000, 3_600_000];
export const dayMs = 86_400_000;

export const dayOfWall = (wall: number): number => Math.floor(wall / dayMs);
/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
const isDayOff = (day: number): boolean => weekdayOf(day) > 5;
/** The day itself, or the next one that is not off. */
export const workdayFrom = (day: number): number => (isDayOff(day) ? workdayFrom(day + 1) : day);

/** When work begins and ends on a day. */
export const beginOf = (day: number): number => day * dayMs + workingHours.from * hourMs;
export const endOf = (day: number): number => day * dayMs + workingHours.until * hourMs;

/** Minutes of working time from a Monday long ago until a moment. */
function workedUntil(wall: number): number {
  const day = dayOfWall(wall);
  // Day 4 was a Monday.
  const weeks = Math.floor((day - 4) / 7);
  const before = Math.min(5, day - 4 - weeks * 7);
  const today = isDayOff(day) ? 0 : Math.min(workingDay, Math.max(0, Math.floor((wall - beginOf(day)) / minuteMs)));
  return (weeks * 5 + before) * workingDay + today;
}

/** Minutes of working time between two moments; 0 where the second is not later. */
export const workingMinutes = (from: number, until: number): number => Math.max(0, workedUntil(until) - workedUntil(from));
