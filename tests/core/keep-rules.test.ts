import t from 'tap';
import type { KeepRules } from '../../server/contracts/core/backups.js';
import { plusDays, weekdayOf } from '../../server/contracts/core/calendar-day.js';
import { type Dated, keptSets } from '../../server/core/backup/keep.js';
import { dayIn } from '../../server/core/db/days.js';

/** The same numbers on every run: what fails once fails again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const zones = ['UTC', 'America/Sao_Paulo', 'Pacific/Kiritimati', 'Europe/London'];
const begin = Date.UTC(2024, 0, 1);
const set = (time: number): Dated => {
  const created = new Date(time).toISOString();
  return { id: created, created };
};
const weekOf = (day: string) => plusDays(day, 1 - weekdayOf(day));

t.test('whatever the backups and the rules', async (t) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = numbers(seed);
    const zone = zones[random(zones.length)] as string;
    const rules: KeepRules = { daily: 1 + random(10), weekly: random(8), monthly: random(14) };
    const sets = Array.from({ length: 1 + random(120) }, () => set(begin + random(500) * 86_400_000 + random(86_400) * 1000));
    const kept = keptSets(sets, rules, zone);
    const about = JSON.stringify({ seed, zone, rules });
    const newest = [...sets].sort((a, b) => (a.created < b.created ? 1 : -1))[0] as Dated;
    const fresh = sets.filter(({ created }) => Date.parse(newest.created) - Date.parse(created) < 86_400_000);
    const days = [...new Set(sets.map(({ created }) => dayIn(zone, created)))].sort().reverse();
    const faults = [
      kept.has(newest.id) ? '' : 'the newest is gone',
      kept.size <= rules.daily + rules.weekly + rules.monthly + fresh.length ? '' : 'more than the rules ask for',
      fresh.every(({ id }) => kept.has(id)) ? '' : 'one of the last day is gone',
      [...kept].every((id) => sets.some((one) => one.id === id)) ? '' : 'something unknown is kept',
      ...days.slice(0, rules.daily).map((day) => ([...kept].some((id) => dayIn(zone, id) === day) ? '' : `nothing of ${day}`)),
      ...[...new Set(days.map(weekOf))]
        .slice(0, rules.weekly)
        .map((week) => ([...kept].some((id) => weekOf(dayIn(zone, id)) === week) ? '' : `nothing of the week ${week}`)),
      ...[...new Set(days.map((day) => day.slice(0, 7)))]
        .slice(0, rules.monthly)
        .map((month) => ([...kept].some((id) => dayIn(zone, id).startsWith(month)) ? '' : `nothing of ${month}`)),
    ];
    const again = keptSets(
      sets.filter(({ id }) => kept.has(id)),
      rules,
      zone,
    );
    if (again.size !== kept.size) faults.push('a second time lets more go');
    const wider = keptSets(sets, { daily: rules.daily + 1, weekly: rules.weekly + 1, monthly: rules.monthly + 1 }, zone);
    if (![...kept].every((id) => wider.has(id))) faults.push('wider rules let something go');
    const found = faults.filter((fault) => fault !== '');
    if (found.length > 0) t.same(found, [], about);
  }
  t.pass('200 cases');
});

t.test('letting go every night leaves what letting go once would', async (t) => {
  const rules = { daily: 7, weekly: 4, monthly: 6 };
  const all: Dated[] = [];
  let left: Dated[] = [];
  for (let night = 0; night < 400; night += 1) {
    const one = set(begin + night * 86_400_000 + 2 * 3_600_000);
    all.push(one);
    const kept = keptSets([...left, one], rules, 'America/Sao_Paulo');
    left = [...left, one].filter(({ id }) => kept.has(id));
  }
  t.same(left.map(({ id }) => id).sort(), [...keptSets(all, rules, 'America/Sao_Paulo')].sort());
  t.ok(left.length >= 14 && left.length <= 17, `${left.length} are kept`);
});
