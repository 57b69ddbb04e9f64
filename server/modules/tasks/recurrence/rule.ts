import { invalidField } from '../../../core/http/problem.js';

/** A rule of RFC 5545 as far as whole days go; numbers as the text has them, weekdays 1 for Monday to 7. */
export interface Rule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  weekStart: number;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byYearDay: readonly number[];
  /** `nth` 0: every such weekday; 2: the second, -1: the last of the month or year. */
  byDay: readonly { nth: number; weekday: number }[];
  bySetPos: readonly number[];
  count: number | null;
  until: string | null;
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const isOneOf = <T extends string>(all: readonly T[], one: string | undefined): one is T => all.includes(one as T);

const refuse = (part: string) => invalidField('rrule', 'rule-part', { part: part.slice(0, 80) });

/** Whole numbers of a part, each from `least` to `most`, or minus that where `negative`. */
function numbers(part: string, value: string, most: number, negative = false): number[] {
  return value.split(',').map((text) => {
    const number = /^[+-]?\d{1,4}$/.test(text) ? Number(text) : 0;
    if (number === 0 || Math.abs(number) > most || (number < 0 && !negative)) throw refuse(`${part}=${value}`);
    return number;
  });
}

function dayOf(part: string, value: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?$/.exec(value);
  const day = found ? `${found[1]}-${found[2]}-${found[3]}` : '';
  if (!found || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) throw refuse(`${part}=${value}`);
  return day;
}

/** @throws Refusal 422 on `rrule`, naming the part that is wrong or that says nothing about whole days. */
export function parseRule(text: string): Rule {
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (value === '' || more.length > 0 || parts.has(name)) throw refuse(part);
    parts.set(name, value);
  }
  const freq = parts.get('FREQ');
  if (!isOneOf(frequencies, freq)) throw refuse(`FREQ=${freq ?? ''}`);
  const list = (name: string, most: number, negative = false) => {
    const value = parts.get(name);
    return value === undefined ? [] : numbers(name, value, most, negative);
  };
  const single = (name: string, most: number) => {
    const [one, ...more] = list(name, most);
    if (more.length > 0) throw refuse(name);
    return one;
  };
  const byDay = (parts.get('BYDAY')?.split(',') ?? []).map((one) => {
    const found = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(one);
    const nth = Number(found?.[1] ?? 0);
    const isBad = found?.[1] !== undefined && (nth === 0 || Math.abs(nth) > 53 || (freq !== 'MONTHLY' && freq !== 'YEARLY'));
    if (!found || isBad) throw refuse(`BYDAY=${one}`);
    return { nth, weekday: weekdays.indexOf(found[2] as string) + 1 };
  });
  const weekStart = parts.get('WKST') ?? 'MO';
  if (!weekdays.includes(weekStart)) throw refuse(`WKST=${weekStart}`);
  const until = parts.get('UNTIL');
  const rule: Rule = {
    freq,
    interval: single('INTERVAL', 1000) ?? 1,
    weekStart: weekdays.indexOf(weekStart) + 1,
    byMonth: list('BYMONTH', 12),
    byMonthDay: list('BYMONTHDAY', 31, true),
    byYearDay: list('BYYEARDAY', 366, true),
    byDay,
    bySetPos: list('BYSETPOS', 366, true),
    count: single('COUNT', 9999) ?? null,
    until: until === undefined ? null : dayOf('UNTIL', until),
  };
  const known = ['FREQ', 'INTERVAL', 'WKST', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYDAY', 'BYSETPOS', 'COUNT', 'UNTIL'];
  for (const name of parts.keys()) if (!known.includes(name)) throw refuse(name);
  if (rule.byYearDay.length > 0 && freq !== 'YEARLY') throw refuse('BYYEARDAY');
  if (rule.byMonthDay.length > 0 && freq === 'WEEKLY') throw refuse('BYMONTHDAY');
  if (rule.count !== null && rule.until !== null) throw invalidField('rrule', 'one-of-both');
  if (rule.bySetPos.length > 0 && rule.byDay.length + rule.byMonth.length + rule.byMonthDay.length + rule.byYearDay.length === 0) throw refuse('BYSETPOS');
  return rule;
}
