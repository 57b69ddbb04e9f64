/** Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, time zones IANA names. */

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** Whether this system knows a time zone by its name. */
export function isZoneKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A time zone that was stored, perhaps where newer names were known than here; of one that is not known, the clocks are those of UTC. */
export const knownZone = (name: string): string => (isZoneKnown(name) ? name : 'UTC');

/** Keeps what `make` made for each zone: to make a format costs more than to use it a hundred times. */
function keptByZone(make: (timeZone: string) => Intl.DateTimeFormat): (timeZone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    let format = made.get(timeZone);
    if (!format) {
      format = make(knownZone(timeZone));
      made.set(timeZone, format);
    }
    return format;
  };
}

const part = 'numeric';
const calendarIn = keptByZone((timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }));
const clockIn = keptByZone(
  (timeZone) => new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: part, month: part, day: part, hour: part, minute: part, second: part }),
);

/** The day it is in a time zone at an instant. */
export const dayIn = (timeZone: string, instant: string): string => calendarIn(timeZone).format(new Date(instant));

/** What a clock in the zone shows at `time`, read as if it were UTC, in milliseconds. */
function wallClock(timeZone: string, time: number): number {
  const parts = clockIn(timeZone).formatToParts(new Date(time));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Milliseconds that clocks in the zone are ahead of UTC at `time`. */
const offsetAt = (timeZone: string, time: number): number => wallClock(timeZone, time) - time;

const offsets = new Map<string, number | null>();
const mostOffsets = 5000;

/** What clocks in the zone are ahead by all day long and on the days beside it; null where that changes. Kept: an import asks for one day a thousand times. */
function steadyOffset(day: string, timeZone: string): number | null {
  const key = `${day} ${timeZone}`;
  let kept = offsets.get(key);
  if (kept === undefined) {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const [before, after] = [offsetAt(timeZone, noon - 2 * dayMs), offsetAt(timeZone, noon + 2 * dayMs)];
    kept = before === after ? before : null;
    if (offsets.size >= mostOffsets) offsets.clear();
    offsets.set(key, kept);
  }
  return kept;
}

/**
 * The instant at which clocks in the zone show a time of a day. Where clocks are put forward and skip it, the moment at which they do;
 * where they are put back and show it twice, the first.
 * @param clock `HH:MM`, or a full hour as a number.
 */
export function instantAt(day: string, clock: string | number, timeZone: string): string {
  const wanted = Date.parse(`${day}T${typeof clock === 'number' ? `${String(clock).padStart(2, '0')}:00` : clock}:00Z`);
  const steady = steadyOffset(day, timeZone);
  if (steady !== null) return new Date(wanted - steady).toISOString();
  // What clocks are ahead by well before and well after: where they differ, there is a change on this day or close to it.
  const [before, after] = [offsetAt(timeZone, wanted - dayMs), offsetAt(timeZone, wanted + dayMs)];
  for (const offset of [before, after]) if (wallClock(timeZone, wanted - offset) === wanted) return new Date(wanted - offset).toISOString();
  // Skipped: by the hour before the change it would be the moment after it, by as much as is skipped too late.
  return changeBetween(timeZone, wanted - Math.max(before, after), wanted - Math.min(before, after), before);
}

/** The moment, to the minute, at which clocks in the zone leave `offset`. */
function changeBetween(timeZone: string, from: number, to: number, offset: number): string {
  let [low, high] = [Math.floor(from / minuteMs), Math.ceil(to / minuteMs)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle * minuteMs) === offset) low = middle;
    else high = middle;
  }
  return new Date(high * minuteMs).toISOString();
}
