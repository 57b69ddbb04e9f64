import { parseDecimal } from './parse.js';

const NBSP = '\u00a0';

/**
 * `1 h 30 min`, written alike in every language.
 * @param workday minutes of a working day, where whole ones are to be told as such: `2 d 1 h`.
 */
export function durationOf(minutes: number, workday?: number): string {
  const days = workday === undefined ? 0 : Math.floor(minutes / workday);
  const left = minutes - days * (workday ?? 0);
  const [hours, rest] = [Math.floor(left / 60), left % 60];
  const parts = [
    ...(days > 0 ? [`${days}${NBSP}d`] : []),
    ...(hours > 0 ? [`${hours}${NBSP}h`] : []),
    ...(rest > 0 || minutes === 0 ? [`${rest}${NBSP}min`] : []),
  ];
  return parts.join(NBSP);
}

/** `1:30`, for columns of figures. */
export const clockDuration = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** A figure alone is hours up to this, and minutes above: nobody means 90 hours, or 2 minutes. */
const mostBareHours = 12;

const and = '(?:e|and)?';
const clock = /^(\d{1,4}):([0-5]\d)(?:h|hs)?$/;
const parts = new RegExp(
  `^(?:([\\d.,]+)(?:d|dias?|days?))?${and}(?:([\\d.,]+)(?:h|hs|hrs?|horas?|hours?))?${and}(?:(\\d{1,7})(m|min|mins|minutos?|minutes?)?)?$`,
);

interface Limits {
  /** Minutes of a working day, which is what a day is; without it days are not taken. */
  workday?: number;
  /** Minutes at most, and at least: one unless said. */
  max: number;
  min?: number;
}

/**
 * Minutes that somebody typed: `1h30`, `1:30`, `90m`, `1,5 h`, `2 d`; a figure alone is hours up to 12, and minutes above.
 * @returns null for what is no time, or is not within the limits.
 */
export function parseDuration(text: string, language: string, { workday, max, min = 1 }: Limits): number | null {
  const bare = text.trim().toLowerCase().replace(/\s+/g, '');
  const within = (minutes: number) => (minutes >= min && minutes <= max ? minutes : null);
  const shown = clock.exec(bare);
  if (shown) return within(Number(shown[1]) * 60 + Number(shown[2]));
  if (/^[\d.,]+$/.test(bare)) {
    const figure = parseDecimal(bare, language);
    return figure === null ? null : within(Math.round(figure <= mostBareHours ? figure * 60 : figure));
  }
  const [, days, hours, minutes, unit] = parts.exec(bare) ?? [];
  if (days === undefined && hours === undefined && minutes === undefined) return null;
  if (days !== undefined && (workday === undefined || (minutes !== undefined && hours === undefined && unit === undefined))) return null;
  // `1h75` is a slip, as `1:75` is.
  if ((days !== undefined || hours !== undefined) && Number(minutes ?? 0) > 59) return null;
  const amounts = [days, hours].map((one) => (one === undefined ? 0 : parseDecimal(one, language)));
  const [wholeDays, wholeHours] = amounts;
  if (typeof wholeDays !== 'number' || typeof wholeHours !== 'number') return null;
  return within(Math.round(wholeDays * (workday ?? 0) + wholeHours * 60 + Number(minutes ?? 0)));
}
