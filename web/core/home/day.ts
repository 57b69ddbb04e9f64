import { clockOf, dayOf } from '../../ui/format.js';
import type { Format } from '../../ui/ui-context.js';
import type { DayItem } from '../module.js';

export type DayGroup = 'failed' | 'late' | 'today' | 'later';

const isDay = (due: string): boolean => due.length === 10;

function groupOf(item: DayItem, now: Date, timeZone: string): DayGroup {
  if (item.failed) return 'failed';
  if (item.due === null) return 'today';
  const today = dayOf(now, timeZone);
  if (isDay(item.due)) return item.due < today ? 'late' : item.due === today ? 'today' : 'later';
  const due = new Date(item.due);
  if (due < now) return 'late';
  return dayOf(due, timeZone) === today ? 'today' : 'later';
}

/** How many things lines stand for. */
export const countOf = (items: readonly DayItem[]): number => items.reduce((sum, { count = 1 }) => sum + count, 0);

/**
 * The lines of a source that does not show all that there is, and one more for the rest: no day is made to look smaller than it is.
 * @param total of all things; undefined while it is not known.
 * @param rest the line for as many as are left; its `to` leads to all of them.
 */
export function withRest(
  items: DayItem[],
  total: number | undefined,
  rest: (count: number) => Pick<DayItem, 'id' | 'title' | 'icon' | 'to' | 'failed'>,
): DayItem[] {
  const left = (total ?? 0) - items.length;
  const last = items.at(-1);
  return left > 0 && last ? [...items, { ...rest(left), due: last.due, count: left }] : items;
}

/** By day in the person's time zone; things with an hour come before those of the same day without one. */
function sortKey(item: DayItem, today: string, timeZone: string): string {
  if (item.due === null) return `${today}~`;
  return isDay(item.due) ? `${item.due}~` : `${dayOf(new Date(item.due), timeZone)} ${item.due}`;
}

/** What failed first, then what is overdue, then today, then what comes after; each by time. Groups without items are left out. */
export function grouped(items: readonly DayItem[], now: Date, timeZone: string): { id: DayGroup; items: DayItem[] }[] {
  const today = dayOf(now, timeZone);
  const sorted = [...items].sort((a, b) => (sortKey(a, today, timeZone) < sortKey(b, today, timeZone) ? -1 : 1));
  return (['failed', 'late', 'today', 'later'] as const)
    .map((id) => ({ id, items: sorted.filter((item) => groupOf(item, now, timeZone) === id) }))
    .filter((group) => group.items.length > 0);
}

/** `14:00` today, a day by nearness otherwise; null: today at no particular hour. */
export function momentOf(item: DayItem, f: Format): string | null {
  if (item.due === null) return null;
  if (isDay(item.due)) return f.day(item.due);
  const at = new Date(item.due);
  const day = dayOf(at, f.timeZone);
  return day === dayOf(new Date(), f.timeZone) ? f.clock(at) : f.day(day);
}

export function partOfDay(now: Date, timeZone: string): 'morning' | 'afternoon' | 'evening' {
  const hour = Number(clockOf(now, timeZone).split(':')[0]);
  if (hour >= 5 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}
