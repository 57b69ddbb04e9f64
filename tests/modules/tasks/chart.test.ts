import t from 'tap';
import { usualHours } from '../../../server/contracts/core/company.js';
import { movedBy, plannedOn, spanOf } from '../../../server/contracts/tasks/chart-spans.js';
import { criticalPath } from '../../../server/contracts/tasks/critical-path.js';
import type { Dependency } from '../../../server/contracts/tasks/endpoints.js';
import { workingMinutes } from '../../../server/contracts/tasks/wall-days.js';
import { plusWorkingMinutes, workingMinutesBetween } from '../../../server/modules/tasks/dependencies/working-time.js';

/** A moment on the wall; 2031-05-12 is a Monday. */
const wall = (day: string, hour: number): number => Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
const none = { plannedStartAt: null, plannedEndAt: null, deadlineAt: null };
const link = (fromId: number, toId: number, kind: Dependency['kind'] = 'end-start', lagMinutes = 0) => ({ fromId, toId, kind, lagMinutes });
const lasting = (...minutes: number[]) => new Map(minutes.map((each, n): [number, number] => [n + 1, each]));
const chain = (minutes: Map<number, number>, links: ReturnType<typeof link>[]) => [...criticalPath(minutes, links)].sort((a, b) => a - b);

t.test('the critical path is the longest chain by working time', async (t) => {
  t.same(chain(lasting(60, 600, 120, 60), [link(1, 2), link(1, 3), link(2, 4), link(3, 4)]), [1, 2, 4]);
  t.same(chain(lasting(60, 120, 120, 60), [link(1, 2), link(1, 3), link(2, 4), link(3, 4)]), [1, 2, 3, 4], 'both where they are as long');
  t.same(chain(lasting(60, 120, 120, 60), [link(1, 2), link(1, 3), link(2, 4), link(3, 4, 'end-start', 30)]), [1, 3, 4], 'the time in between counts');
  t.same(chain(lasting(60, 60, 9000), [link(1, 2)]), [1, 2], 'what waits for nothing is no chain');
  t.same(chain(lasting(60, 60), []), []);
});

t.test('each of the four ways of waiting makes a chain of its own length', async (t) => {
  // 1 lasts 300 and 2 lasts 100; beside them 3 and 4 make a chain of 250 in a row.
  const beside = (one: ReturnType<typeof link>) => chain(lasting(300, 100, 125, 125), [one, link(3, 4)]);
  t.same(beside(link(1, 2)), [1, 2], '400 in all');
  t.same(beside(link(1, 2, 'start-start')), [1], 'they begin together, and 2 has time left');
  t.same(beside(link(1, 2, 'end-end')), [1, 2], 'they end together');
  t.same(beside(link(1, 2, 'start-end', 350)), [1, 2], '2 ends 350 after 1 begins, which is all there is');
  t.same(beside(link(1, 2, 'start-end')), [1]);
});

t.test('chains by chance: what is on the path cannot be longer without the whole being longer, and nothing else is', async (t) => {
  let seed = 11;
  const next = (n: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % n;
  };
  /** The end of the whole, found by looking at every way. */
  const whole = (minutes: Map<number, number>, links: ReturnType<typeof link>[]): number => {
    const endOf = (id: number): number =>
      (minutes.get(id) ?? 0) + Math.max(0, ...links.filter(({ toId }) => toId === id).map((one) => endOf(one.fromId) + one.lagMinutes));
    return Math.max(...[...minutes.keys()].filter((id) => links.some(({ fromId, toId }) => fromId === id || toId === id)).map(endOf));
  };
  for (let round = 0; round < 60; round += 1) {
    const minutes = lasting(...Array.from({ length: 8 }, () => 60 * (1 + next(20))));
    const links = Array.from({ length: 9 }, () => {
      const from = 1 + next(7);
      return link(from, from + 1 + next(8 - from), 'end-start', 60 * next(3));
    }).filter(({ fromId, toId }, n, all) => all.findIndex((one) => one.fromId === fromId && one.toId === toId) === n);
    const found = criticalPath(minutes, links);
    const end = whole(minutes, links);
    const wrong = [...minutes].filter(([id, lasts]) => {
      if (!links.some(({ fromId, toId }) => fromId === id || toId === id)) return found.has(id);
      return whole(new Map(minutes).set(id, lasts + 1), links) > end !== found.has(id);
    });
    if (wrong.length > 0) t.fail(`round ${round}: ${JSON.stringify({ minutes: [...minutes], links, found: [...found], wrong })}`);
  }
  t.same(chain(lasting(60, 60, 60), [link(1, 2), link(2, 1), link(2, 3)]), [], 'a circle ends the search');
});

t.test('a task lies from its start to its end, to its deadline, or at one moment', async (t) => {
  const [start, end, deadline] = [wall('2031-05-12', 9), wall('2031-05-14', 18), wall('2031-05-16', 18)];
  t.same(spanOf(usualHours, { plannedStartAt: start, plannedEndAt: end, deadlineAt: deadline }), { look: 'bar', from: start, until: end });
  t.same(spanOf(usualHours, { ...none, plannedStartAt: start, deadlineAt: deadline }), { look: 'bar', from: start, until: deadline });
  t.same(spanOf(usualHours, { ...none, plannedStartAt: start }), { look: 'bar', from: start, until: wall('2031-05-12', 18) }, 'to the end of its day');
  t.same(spanOf(usualHours, { ...none, deadlineAt: deadline }), { look: 'milestone', from: deadline, until: deadline });
  t.equal(spanOf(usualHours, none), null);
});

t.test('moving changes what the bar is made of, and never turns it round', async (t) => {
  const [start, end, deadline] = [wall('2031-05-12', 9), wall('2031-05-14', 18), wall('2031-05-16', 18)];
  const planned = { plannedStartAt: start, plannedEndAt: end, deadlineAt: deadline };
  t.same(movedBy(usualHours, planned, 'whole', 2), { plannedStartAt: wall('2031-05-14', 9), plannedEndAt: wall('2031-05-16', 18) }, 'the deadline stands');
  t.same(movedBy(usualHours, planned, 'until', 1), { plannedEndAt: wall('2031-05-15', 18) });
  t.same(movedBy(usualHours, planned, 'from', -1), { plannedStartAt: wall('2031-05-11', 9) });
  t.same(movedBy(usualHours, { ...planned, plannedEndAt: null }, 'until', 1), { deadlineAt: wall('2031-05-17', 18) });
  t.same(movedBy(usualHours, { ...none, plannedStartAt: start }, 'until', 1), { plannedEndAt: wall('2031-05-13', 18) }, 'it gets an end');
  t.same(movedBy(usualHours, { ...none, deadlineAt: deadline }, 'whole', -1), { deadlineAt: wall('2031-05-15', 18) });
  for (const [grip, days] of [
    ['until', -3],
    ['from', 3],
    ['whole', 0],
  ] as const)
    t.equal(movedBy(usualHours, planned, grip, days), null);
  const friday = Math.floor(wall('2031-05-16', 0) / 86_400_000);
  t.same(plannedOn(usualHours, friday, null), { plannedStartAt: wall('2031-05-16', 9), plannedEndAt: wall('2031-05-16', 18) });
  t.same(plannedOn(usualHours, friday, 541), { plannedStartAt: wall('2031-05-16', 9), plannedEndAt: wall('2031-05-19', 18) }, 'a day off is no working day');
});

t.test('working time in the chart is that of the server, whenever the company works', async (t) => {
  const weekend = { days: [0, 3, 6], from: '07:30', to: '16:00', break: { from: '12:00', to: '13:15' } };
  for (const workingHours of [usualHours, weekend]) {
    const clock = { timeZone: 'UTC', workingHours };
    for (const [from, until] of [
      ['2031-05-12T09:00:00.000Z', '2031-05-12T18:00:00.000Z'],
      ['2031-05-16T17:30:00.000Z', '2031-05-19T09:15:00.000Z'],
      ['2031-05-17T12:00:00.000Z', '2031-05-18T12:00:00.000Z'],
      ['2031-01-01T00:00:00.000Z', '2032-02-29T13:07:00.000Z'],
      ['1969-12-01T10:00:00.000Z', '1970-01-09T10:00:00.000Z'],
      ['2031-05-14T12:00:00.000Z', '2031-05-13T12:00:00.000Z'],
    ] as const) {
      const minutes = workingMinutesBetween(clock, from, until);
      t.equal(workingMinutes(workingHours, Date.parse(from), Date.parse(until)), minutes, `${from} to ${until}`);
      const there = plusWorkingMinutes(clock, from, minutes);
      t.equal(workingMinutesBetween(clock, from, there), minutes, 'as far as one walks');
      t.equal(workingMinutesBetween(clock, plusWorkingMinutes(clock, until, -minutes), until), minutes, 'and back');
    }
  }
  const later = plusWorkingMinutes({ timeZone: 'UTC', workingHours: usualHours }, '2031-05-16T15:00:00.000Z', 600);
  t.equal(workingMinutes(usualHours, wall('2031-05-16', 15), Date.parse(later)), 600);
  // A Saturday at eleven: an hour until the break, two more hours and a quarter after it, the rest on the Sunday.
  t.equal(plusWorkingMinutes({ timeZone: 'UTC', workingHours: weekend }, '2031-05-17T11:00:00.000Z', 60 + 165 + 30), '2031-05-18T08:00:00.000Z');
});
