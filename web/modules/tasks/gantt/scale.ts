import { dayMs, weekdayOf } from '../../../../server/contracts/tasks/wall-days.js';
import { localeOf } from '../../../ui/format.js';

export const zooms = ['day', 'week', 'month'] as const;
export type Zoom = (typeof zooms)[number];
export const isZoom = (text: string | undefined): text is Zoom => zooms.some((each) => each === text);

/** Points that the head of a chart is high. */
export const headHeight = 48;

/** Points that a day is wide. */
const widths: Record<Zoom, number> = { day: 36, week: 14, month: 5 };

/** The days that a chart shows, and how wide each is. */
export interface Scale {
  zoom: Zoom;
  /** The first day, and the one after the last. */
  from: number;
  until: number;
  perDay: number;
}

/** Nobody plans further, and no screen is wider. */
const mostDays = 4000;

/** Room around what is planned; today is always within reach. @param weekStart 1 for Monday. */
export function scaleOf(zoom: Zoom, today: number, planned: { from: number; until: number } | null, weekStart: number): Scale {
  const first = Math.max(Math.min(planned?.from ?? today, today) - 14, today - mostDays / 2);
  const last = Math.min(Math.max(planned?.until ?? today, today) + (zoom === 'day' ? 42 : zoom === 'week' ? 84 : 200), today + mostDays / 2);
  const from = first - ((weekdayOf(first) - (weekStart || 7) + 7) % 7);
  return { zoom, from, until: last, perDay: widths[zoom] };
}

/** @param wall as in {@link file://../../../../server/contracts/tasks/wall-days.ts}. */
export const xOf = ({ from, perDay }: Scale, wall: number): number => (wall / dayMs - from) * perDay;

export interface Tick {
  day: number;
  width: number;
  label: string;
}

const month = (day: number): Date => new Date(day * dayMs);
/** The first day of the month so many months later. */
const monthStart = (day: number, later: number): number => Date.UTC(month(day).getUTCFullYear(), month(day).getUTCMonth() + later, 1) / dayMs;
const yearStart = (day: number, later: number): number => Date.UTC(month(day).getUTCFullYear() + later, 0, 1) / dayMs;

function ticks({ from, until, perDay }: Scale, next: (day: number) => number, label: (day: number) => string): Tick[] {
  const found: Tick[] = [];
  for (let day = from; day < until; ) {
    const end = Math.min(next(day), until);
    found.push({ day, width: (end - day) * perDay, label: label(day) });
    day = end;
  }
  return found;
}

/** The two lines above a chart: months over days or weeks, years over months. */
export function ticksOf(scale: Scale, language: string): { upper: Tick[]; lower: Tick[] } {
  const words = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', ...options });
    return (day: number) => format.format(month(day));
  };
  const months = ticks(scale, (day) => monthStart(day, 1), words(scale.zoom === 'month' ? { month: 'short' } : { month: 'long', year: 'numeric' }));
  if (scale.zoom === 'month') return { upper: ticks(scale, (day) => yearStart(day, 1), words({ year: 'numeric' })), lower: months };
  const step = scale.zoom === 'day' ? 1 : 7;
  return { upper: months, lower: ticks(scale, (day) => day + step, words({ day: 'numeric' })) };
}
