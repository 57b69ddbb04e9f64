import type { WorkingHours } from '../core/company.js';
import { workingDayOf } from '../core/working-day.js';
import { beginOf, dayMs, dayOfWall, endOf, workdayFrom } from './wall-days.js';

/** The times of a task in wall time, see {@link file://./wall-days.ts}. */
export interface WallTimes {
  plannedStartAt: number | null;
  plannedEndAt: number | null;
  deadlineAt: number | null;
}

/** Where a task lies on a chart. A bar without an end of its own is drawn until the end of its first day. */
export interface Span {
  look: 'bar' | 'milestone';
  from: number;
  until: number;
}

/** What is taken hold of: the whole, or one of its ends. */
export type Grip = 'whole' | 'from' | 'until';

/** From the planned start to the planned end, or to the deadline; with an end alone a milestone. Null without dates. */
export function spanOf(hours: WorkingHours, { plannedStartAt, plannedEndAt, deadlineAt }: WallTimes): Span | null {
  const end = plannedEndAt ?? deadlineAt;
  if (plannedStartAt === null) return end === null ? null : { look: 'milestone', from: end, until: end };
  return { look: 'bar', from: plannedStartAt, until: Math.max(plannedStartAt, end ?? endOf(hours, dayOfWall(plannedStartAt))) };
}

/** What changes when a task, or an end of it, is moved by days; null where nothing of it can be moved so. */
export function movedBy(hours: WorkingHours, times: WallTimes, grip: Grip, days: number): Partial<WallTimes> | null {
  const span = spanOf(hours, times);
  if (!span || days === 0 || (grip === 'from' && span.look === 'milestone')) return null;
  const by = days * dayMs;
  const change: Partial<WallTimes> = {};
  if (grip !== 'until' && times.plannedStartAt !== null) change.plannedStartAt = times.plannedStartAt + by;
  if (grip !== 'from') {
    if (times.plannedEndAt !== null) change.plannedEndAt = times.plannedEndAt + by;
    else if (times.deadlineAt !== null) change.deadlineAt = times.deadlineAt + by;
    else if (grip === 'until') change.plannedEndAt = span.until + by;
  }
  const next = { ...times, ...change };
  const end = next.plannedEndAt ?? next.deadlineAt;
  return next.plannedStartAt !== null && end !== null && end <= next.plannedStartAt ? null : change;
}

/** The times of a task without dates that is put onto a day: over as many working days as its estimate takes, or that one. */
export function plannedOn(hours: WorkingHours, day: number, estimateMinutes: number | null): Partial<WallTimes> {
  let last = day;
  for (let left = Math.ceil((estimateMinutes ?? 0) / workingDayOf(hours)) - 1; left > 0; left -= 1) last = workdayFrom(hours, last + 1);
  return { plannedStartAt: beginOf(hours, day), plannedEndAt: endOf(hours, last) };
}
