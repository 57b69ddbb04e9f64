import { plusDays } from '../../../../server/contracts/core/calendar-day.js';
import { dayOf } from '../../../ui/format.js';

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text as string));

/** A day as the address has it, or today. */
export const dayFrom = (text: string | undefined, timeZone: string): string => (isDay(text) ? text : dayOf(new Date(), timeZone));

/** The seven days around one. @param weekStart 0 for Sunday. */
export function weekOf(day: string, weekStart: number): string[] {
  const into = (new Date(`${day}T00:00:00Z`).getUTCDay() - weekStart + 7) % 7;
  return Array.from({ length: 7 }, (_, n) => plusDays(day, n - into));
}

export const periods = ['week', 'last-week', 'month', 'last-month', 'custom'] as const;
export type Period = (typeof periods)[number];

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** First and last day of a stretch of time. */
export function daysOfPeriod(period: Exclude<Period, 'custom'>, today: string, weekStart: number): { from: string; to: string } {
  if (period === 'week' || period === 'last-week') {
    const days = weekOf(period === 'week' ? today : plusDays(today, -7), weekStart);
    return { from: days[0] as string, to: days[6] as string };
  }
  const first = firstOfMonth(today);
  if (period === 'last-month') return { from: firstOfMonth(plusDays(first, -1)), to: plusDays(first, -1) };
  return { from: first, to: plusDays(firstOfMonth(plusDays(first, 31)), -1) };
}
