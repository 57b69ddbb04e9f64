import { weekdayOf } from '../../../contracts/tasks/wall-days.js';
import type { Rule } from './rule.js';

/** Days since 1970-01-01, in which rules are worked out. */
type DayNumber = number;

const dayMs = 86_400_000;
const numberOf = (day: string): DayNumber => Date.parse(`${day}T00:00:00Z`) / dayMs;
const textOf = (day: DayNumber): string => new Date(day * dayMs).toISOString().slice(0, 10);
const first = (year: number, month: number): DayNumber => Date.UTC(year, month, 1) / dayMs;

/** A rule that gives no day in so many years never comes: the rarest, a 29 February on one weekday, comes within 40. */
const longestYears = 50;

/** Where a day stands counted from the beginning (1 …) and from the end (-1 …) of a stretch. */
const isNth = (all: readonly number[], from: DayNumber, end: DayNumber, day: DayNumber) => all.includes(day - from + 1) || all.includes(day - end);

/** Whether a rule with the parts that follow from its first day takes a day. */
function takes(rule: Rule, day: DayNumber): boolean {
  const date = new Date(day * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month + 1)) return false;
  const [monthFrom, monthEnd] = [first(year, month), first(year, month + 1)];
  if (rule.byMonthDay.length > 0 && !isNth(rule.byMonthDay, monthFrom, monthEnd, day)) return false;
  const [yearFrom, yearEnd] = [first(year, 0), first(year + 1, 0)];
  if (rule.byYearDay.length > 0 && !isNth(rule.byYearDay, yearFrom, yearEnd, day)) return false;
  if (rule.byDay.length === 0) return true;
  const ofYear = rule.freq === 'YEARLY' && rule.byMonth.length === 0;
  const [from, end] = ofYear ? [yearFrom, yearEnd] : [monthFrom, monthEnd];
  const weekday = weekdayOf(day);
  const ahead = Math.floor((day - from) / 7) + 1;
  const behind = -(Math.floor((end - 1 - day) / 7) + 1);
  return rule.byDay.some((one) => one.weekday === weekday && (one.nth === 0 || one.nth === ahead || one.nth === behind));
}

/** What a rule leaves open comes from its first day. */
function completed(rule: Rule, start: DayNumber): Rule {
  const date = new Date(start * dayMs);
  const hasDays = rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length > 0;
  if (hasDays || rule.freq === 'DAILY') return rule;
  if (rule.freq === 'WEEKLY') return { ...rule, byDay: [{ nth: 0, weekday: weekdayOf(start) }] };
  const ofMonth = { ...rule, byMonthDay: [date.getUTCDate()] };
  return rule.freq === 'MONTHLY' || rule.byMonth.length > 0 ? ofMonth : { ...ofMonth, byMonth: [date.getUTCMonth() + 1] };
}

/** The stretches of days that a rule looks at one after the other: every n-th day, week, month or year. */
function* stretches(rule: Rule, start: DayNumber): Generator<[from: DayNumber, end: DayNumber]> {
  const date = new Date(start * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const week = start - ((weekdayOf(start) - rule.weekStart + 7) % 7);
  for (let n = 0; ; n += rule.interval) {
    if (rule.freq === 'DAILY') yield [start + n, start + n + 1];
    else if (rule.freq === 'WEEKLY') yield [week + 7 * n, week + 7 * n + 7];
    else if (rule.freq === 'MONTHLY') yield [first(year, month + n), first(year, month + n + 1)];
    else yield [first(year + n, 0), first(year + n + 1, 0)];
  }
}

/** The days that a rule gives from its first day on, in their order; ends with the rule, or where it gives none for very long. */
export function* daysOfRule(rule: Rule, startOn: string): Generator<string> {
  const start = numberOf(startOn);
  const whole = completed(rule, start);
  let patience = start + longestYears * 366;
  for (const [from, end] of stretches(whole, start)) {
    if (from > patience) return;
    const found: DayNumber[] = [];
    for (let day = from; day < end; day += 1) if (takes(whole, day)) found.push(day);
    const chosen = whole.bySetPos.length === 0 ? found : found.filter((_, n) => whole.bySetPos.includes(n + 1) || whole.bySetPos.includes(n - found.length));
    for (const day of chosen) {
      if (day < start) continue;
      patience = day + longestYears * 366;
      yield textOf(day);
    }
  }
}
