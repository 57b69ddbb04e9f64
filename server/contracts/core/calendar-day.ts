/** Days of the calendar as `YYYY-MM-DD`, without any clock or time zone. Pure, for server and browser. */

const dayMs = 86_400_000;

export const plusDays = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10);

/** So many months later, or before; on the month's last day where it has no such day. */
export function plusMonths(from: string, n: number): string {
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(day, last)).padStart(2, '0')}`;
}

/** Day of the week, 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** A day that the calendar has; undefined for 31 February. */
export function calendarDay(year: number, month: number, day: number): string | undefined {
  const [mm, dd] = [month, day].map((n) => String(n).padStart(2, '0'));
  const text = `${String(year).padStart(4, '0')}-${mm}-${dd}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}
