/** Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, time zones IANA names. */

/** The day it is in a time zone at an instant. */
export const dayIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));

export function plusDays(day: string, n: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** What a clock in the zone shows at `time`, read as if it were UTC, in milliseconds. */
function wallClock(timeZone: string, time: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(time));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The instant at which clocks in the zone show a full hour of a day; an hour that is skipped there becomes the next. */
export function instantAt(day: string, hour: number, timeZone: string): string {
  const wanted = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  let time = wanted;
  // Twice, because the first step may cross a change of the offset.
  for (let i = 0; i < 2; i += 1) time += wanted - wallClock(timeZone, time);
  return new Date(time).toISOString();
}
