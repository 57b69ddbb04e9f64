import type { Span, WallTimes } from '../../../../server/contracts/tasks/chart-spans.js';
import type { TaskTimes } from '../../../../server/contracts/tasks/endpoints.js';
import { dayMs, dayOfWall } from '../../../../server/contracts/tasks/wall-days.js';
import type { Format } from '../../../ui/ui-context.js';
import { fromZoned, toZoned } from '../../../ui/zone.js';

const names = ['plannedStartAt', 'plannedEndAt', 'deadlineAt'] as const;
export type Times = Pick<TaskTimes, (typeof names)[number]>;

/** Most tasks begin and end at the same hours of the same days. */
const walls = new Map<string, number>();
export function wallOf(instant: string, timeZone: string): number {
  const key = `${timeZone} ${instant}`;
  let wall = walls.get(key);
  if (wall === undefined) {
    wall = Date.parse(`${toZoned(instant, timeZone)}Z`);
    walls.set(key, wall);
  }
  return wall;
}

/** `YYYY-MM-DD`. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

export function wallTimesOf(times: Times, timeZone: string): WallTimes {
  const of = (instant: string | null) => (instant === null ? null : wallOf(instant, timeZone));
  return { plannedStartAt: of(times.plannedStartAt), plannedEndAt: of(times.plannedEndAt), deadlineAt: of(times.deadlineAt) };
}

/** The same as instants. */
export const instantsOf = (change: Partial<WallTimes>, timeZone: string): Partial<Times> =>
  Object.fromEntries(
    Object.entries(change).map(([name, wall]) => [name, wall === null ? null : fromZoned(new Date(wall).toISOString().slice(0, 16), timeZone)]),
  );

/** From which day until which, in words. */
export function datesOf({ from, until }: Span, f: Format): string {
  const [first, last] = [from, until].map((wall) => f.day(dayText(dayOfWall(wall))));
  return first === last ? (first as string) : `${first} – ${last}`;
}

/** When a task begins, for its order; null without dates. */
export const firstOf = ({ plannedStartAt, plannedEndAt, deadlineAt }: Times): string | null => plannedStartAt ?? plannedEndAt ?? deadlineAt;
/** When it ends, as far as that is said. */
export const lastOf = ({ plannedStartAt, plannedEndAt, deadlineAt }: Times): string | null => plannedEndAt ?? deadlineAt ?? plannedStartAt;
