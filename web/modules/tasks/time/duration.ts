import { parseDecimal } from '../../../ui/parse.js';

const NBSP = '\u00a0';
const mostMinutes = 24 * 60;

/** `1 h 30 min`, written alike in every language. */
export function durationOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [...(hours > 0 ? [`${hours}${NBSP}h`] : []), ...(rest > 0 || hours === 0 ? [`${rest}${NBSP}min`] : [])];
  return parts.join(NBSP);
}

/** `1:30`, for columns of figures. */
export const clockDuration = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/**
 * Minutes that somebody typed: `1h30`, `1:30`, `90m`, `1,5h`; a figure alone is hours.
 * @returns null for what is no time, or is not within one minute and a day.
 */
export function parseDuration(text: string, language: string): number | null {
  const bare = text.trim().toLowerCase().replace(/\s+/g, '');
  const clock = /^(\d{1,2}):([0-5]\d)(?:h)?$/.exec(bare);
  const parts = /^(?:(\d{1,2})(?:h|hs|hrs?|horas?|hours?))?(?:e)?(?:(\d{1,4})(?:m|min|mins|minutos?|minutes?)?)?$/.exec(bare);
  const hours = /^([\d.,]+)(?:h|hs|hrs?|horas?|hours?)?$/.exec(bare);
  let minutes: number | null = null;
  if (clock) minutes = Number(clock[1]) * 60 + Number(clock[2]);
  else if (hours) minutes = Math.round((parseDecimal(hours[1] as string, language) ?? Number.NaN) * 60);
  else if (parts && bare !== '') minutes = Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0);
  return minutes !== null && minutes >= 1 && minutes <= mostMinutes ? minutes : null;
}
