import type { KeepRules } from '../../contracts/core/backups.js';
import { plusDays, weekdayOf } from '../../contracts/core/calendar-day.js';
import { dayIn } from '../db/days.js';

const dayMs = 86_400_000;

export interface Dated {
  id: string;
  /** Instant. */
  created: string;
}

/**
 * Which backups stay: the newest of each of the last so many days, weeks (from Monday) and months that have one at all; and all that
 * are less than a day older than the newest one, which somebody may have made by hand before something risky.
 */
export function keptSets(sets: readonly Dated[], { daily, weekly, monthly }: KeepRules, timeZone: string): Set<string> {
  const newestFirst = [...sets].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : a.id < b.id ? 1 : -1));
  const kept = new Set<string>();
  const newest = Date.parse(newestFirst[0]?.created ?? '');
  for (const { id, created } of newestFirst) if (newest - Date.parse(created) < dayMs) kept.add(id);
  const dated = newestFirst.map(({ id, created }) => ({ id, day: dayIn(timeZone, created) }));
  const periods: [number, (day: string) => string][] = [
    [daily, (day) => day],
    [weekly, (day) => plusDays(day, 1 - weekdayOf(day))],
    [monthly, (day) => day.slice(0, 7)],
  ];
  for (const [count, periodOf] of periods) {
    const seen = new Set<string>();
    for (const { id, day } of dated) {
      const period = periodOf(day);
      if (seen.has(period)) continue;
      if (seen.size === count) break;
      seen.add(period);
      kept.add(id);
    }
  }
  return kept;
}
