import fc from 'fast-check';
import t from 'tap';
import { plusDays, weekdayOf } from '../../server/contracts/core/calendar-day.js';
import type { QuietHours } from '../../server/contracts/core/notices.js';
import { dayIn, instantAt } from '../../server/core/db/days.js';
import { plusMilliseconds } from '../../server/core/db/instant.js';
import { nextDigest, quietUntil } from '../../server/core/notify/quiet.js';

const minute = 60_000;
/** With and without summer time, on both sides of the equator and of the date line, and some that are no full hour apart. */
const zones = [
  'America/Sao_Paulo',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Africa/Casablanca',
];
const everyDay = [1, 2, 3, 4, 5, 6, 7];

const zone = fc.constantFrom(...zones);
const days = fc.subarray(everyDay, { minLength: 1 });
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30')).map(([hour, half]) => `${String(hour).padStart(2, '0')}:${half}`);
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }).map((date) => date.toISOString());
const hours = fc.record({ days, from: clock, to: clock }).filter(({ days, from, to }) => from !== to || days.length < 7);
const shown = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

t.test('quiet hours hold over midnight, and only on their days', async (t) => {
  const nights: QuietHours = { days: [1, 2, 3, 4, 5], from: '22:00', to: '07:30' };
  const zone = 'America/Sao_Paulo';
  const at = (day: string, time: string) => quietUntil(nights, zone, instantAt(day, time, zone));
  t.equal(at('2026-11-25', '21:59'), null, 'the minute before, on a Wednesday');
  t.equal(at('2026-11-25', '22:00'), instantAt('2026-11-26', '07:30', zone), 'the minute they begin');
  t.equal(at('2026-11-26', '03:00'), instantAt('2026-11-26', '07:30', zone), 'after midnight');
  t.equal(at('2026-11-26', '07:30'), null, 'the minute they end');
  t.equal(at('2026-11-28', '03:00'), instantAt('2026-11-28', '07:30', zone), 'the night that began on Friday');
  t.equal(at('2026-11-28', '23:00'), null, 'none begins on a Saturday');
  t.equal(at('2026-11-30', '03:00'), null, 'nor has one begun on Sunday');
});

t.test('quiet days that follow each other are one', async (t) => {
  const weekend: QuietHours = { days: [6, 7], from: '00:00', to: '00:00' };
  t.equal(quietUntil(weekend, 'UTC', '2026-11-28T10:00:00.000Z'), '2026-11-30T00:00:00.000Z');
  t.equal(quietUntil(weekend, 'UTC', '2026-11-30T00:00:00.000Z'), null);
});

t.test('quiet hours end when clocks say so, also in the nights in which these are changed', async (t) => {
  const nights: QuietHours = { days: everyDay, from: '22:00', to: '07:00' };
  const zone = 'Europe/Berlin';
  t.equal(quietUntil(nights, zone, '2026-03-28T22:00:00.000Z'), '2026-03-29T05:00:00.000Z', 'an hour shorter');
  t.equal(quietUntil(nights, zone, '2026-10-24T21:00:00.000Z'), '2026-10-25T06:00:00.000Z', 'an hour longer');
  const skipped: QuietHours = { days: everyDay, from: '22:00', to: '02:30' };
  t.equal(quietUntil(skipped, zone, '2026-03-28T23:00:00.000Z'), '2026-03-29T01:00:00.000Z', 'a time that is skipped: when it would have been');
  t.equal(instantAt('2026-10-25', '02:30', zone), '2026-10-25T00:30:00.000Z', 'a time that is there twice: the first');
});

t.test('whatever the hours, the zone and the moment: quiet until the end and not a minute longer', async (t) => {
  let quiet = 0;
  fc.assert(
    fc.property(hours, zone, moment, (hours, zone, now) => {
      const until = quietUntil(hours, zone, now);
      const day = dayIn(zone, now);
      const inside = [day, plusDays(day, -1)].some((begin) => {
        const end = hours.to > hours.from ? begin : plusDays(begin, 1);
        return hours.days.includes(weekdayOf(begin)) && instantAt(begin, hours.from, zone) <= now && now < instantAt(end, hours.to, zone);
      });
      if (until === null) return !inside;
      quiet += 1;
      // What is on the clock at the end is what was chosen, unless clocks skip it that day.
      const asChosen = shown(zone, until) === hours.to || instantAt(dayIn(zone, until), hours.to, zone) === until;
      const still = plusMilliseconds(until, -minute);
      return inside && until > now && asChosen && quietUntil(hours, zone, until) === null && (still < now || quietUntil(hours, zone, still) === until);
    }),
    { numRuns: 2000 },
  );
  t.ok(quiet > 300, `${quiet} moments were quiet`);
});

t.test('whatever the days, the hour, the zone and the moment: the next digest is the first that is still to come', async (t) => {
  fc.assert(
    fc.property(days, clock, zone, moment, (days, at, zone, now) => {
      const all = Array.from({ length: 9 }, (_, ahead) => plusDays(dayIn(zone, now), ahead))
        .filter((day) => days.includes(weekdayOf(day)))
        .map((day) => instantAt(day, at, zone))
        .filter((moment) => moment > now);
      return nextDigest({ days, at }, zone, now) === all.sort()[0];
    }),
    { numRuns: 1000 },
  );
  t.equal(nextDigest(null, 'UTC', '2026-11-26T00:00:00.000Z'), null);
});
