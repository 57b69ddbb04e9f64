import { clockOf, dayOf } from './format.js';

/** `YYYY-MM-DDTHH:MM` of a moment in a time zone, as `<input type="datetime-local">` wants it. */
export function toZoned(iso: string, timeZone: string): string {
  const at = new Date(iso);
  return `${dayOf(at, timeZone)}T${clockOf(at, timeZone).padStart(5, '0')}`;
}

/** The moment (ISO, UTC) at which a clock in the time zone shows `YYYY-MM-DDTHH:MM`; null when the text is not one. */
export function fromZoned(local: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset is not known before the moment is: two rounds settle it, also beside a change to summer time.
  let guess = asUtc;
  for (let round = 0; round < 2; round += 1) {
    const shown = Date.parse(`${toZoned(new Date(guess).toISOString(), timeZone)}Z`);
    guess += asUtc - shown;
  }
  return new Date(guess).toISOString();
}
