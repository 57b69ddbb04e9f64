import type { RepeatDraft } from '../../../../server/contracts/tasks/recurrence.js';

/** Weekdays as RFC 5545 names them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

export const presets = ['none', 'daily', 'working', 'weekly', 'month-day', 'month-nth', 'yearly', 'custom'] as const;
export type Preset = (typeof presets)[number];
export const units = ['day', 'week', 'month', 'year', 'done'] as const;
export type Unit = (typeof units)[number];
export const ends = ['never', 'on', 'times'] as const;

/** How a task comes again, as it is chosen on the screen. Numbers are as typed. */
export interface RepeatChoice {
  preset: Preset;
  /** What `custom` is made of; `done`: so many days after the one before was done. */
  unit: Unit;
  every: string;
  weekdays: readonly Weekday[];
  /** Within a month: by its day, -1 for the last, or by the nth of a weekday. */
  monthBy: 'day' | 'nth';
  /** Null: as the day of the task says. */
  monthDay: number | null;
  nth: number | null;
  nthDay: Weekday | null;
  end: (typeof ends)[number];
  until: string;
  times: string;
  skipWhileOpen: boolean;
  workingDaysOnly: boolean;
  /** A rule that no choice here stands for, kept as it is. */
  rule: string | null;
}

/** What a day says about itself. */
export function aboutDay(day: string): { weekday: Weekday; nth: number; monthDay: number; month: number } {
  const date = new Date(`${day}T00:00:00Z`);
  const monthDay = date.getUTCDate();
  const nth = Math.ceil(monthDay / 7);
  // The fifth of a weekday is not there every month: the last one is meant.
  return { weekday: weekdays[(date.getUTCDay() + 6) % 7] as Weekday, nth: nth > 4 ? -1 : nth, monthDay, month: date.getUTCMonth() + 1 };
}

export const noRepeat: RepeatChoice = {
  preset: 'none',
  unit: 'week',
  every: '1',
  weekdays: [],
  monthBy: 'day',
  monthDay: null,
  nth: null,
  nthDay: null,
  end: 'never',
  until: '',
  times: '10',
  skipWhileOpen: false,
  workingDaysOnly: false,
  rule: null,
};

const ordered = (chosen: readonly Weekday[]) => weekdays.filter((one) => chosen.includes(one));

function customRule(choice: RepeatChoice, startOn: string): string {
  const { unit, every, weekdays: chosen, monthBy, rule } = choice;
  if (rule !== null) return rule;
  const { weekday, month, ...given } = aboutDay(startOn);
  const { monthDay, nth, nthDay } = { monthDay: choice.monthDay ?? given.monthDay, nth: choice.nth ?? given.nth, nthDay: choice.nthDay ?? weekday };
  const interval = every.trim() === '1' ? '' : `;INTERVAL=${every.trim()}`;
  const byMonth = monthBy === 'nth' ? `;BYDAY=${nth}${nthDay}` : `;BYMONTHDAY=${monthDay}`;
  switch (unit) {
    case 'week':
      return `FREQ=WEEKLY${interval};BYDAY=${ordered(chosen.length > 0 ? chosen : [weekday]).join()}`;
    case 'month':
      return `FREQ=MONTHLY${interval}${byMonth}`;
    case 'year':
      return `FREQ=YEARLY${interval};BYMONTH=${month}${byMonth}`;
    default:
      return `FREQ=DAILY${interval}`;
  }
}

/** What is sent; null where the task does not come again. @param startOn the day of the task, from which presets take theirs. */
export function draftOf(choice: RepeatChoice, startOn: string): RepeatDraft | null {
  const { preset } = choice;
  if (preset === 'none') return null;
  const { weekday, nth, monthDay, month } = aboutDay(startOn);
  const rules: Record<Exclude<Preset, 'none' | 'custom'>, string> = {
    daily: 'FREQ=DAILY',
    working: 'FREQ=DAILY',
    weekly: `FREQ=WEEKLY;BYDAY=${weekday}`,
    'month-day': `FREQ=MONTHLY;BYMONTHDAY=${monthDay}`,
    'month-nth': `FREQ=MONTHLY;BYDAY=${nth}${weekday}`,
    yearly: `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${monthDay}`,
  };
  const afterDone = preset === 'custom' && choice.unit === 'done' && choice.rule === null;
  return {
    ...(afterDone ? { afterDays: Number(choice.every) } : { rrule: preset === 'custom' ? customRule(choice, startOn) : rules[preset] }),
    ...(choice.end === 'on' && choice.until !== '' ? { until: choice.until } : {}),
    ...(choice.end === 'times' ? { count: Number(choice.times) } : {}),
    workingDaysOnly: preset === 'working' || choice.workingDaysOnly,
    skipWhileOpen: afterDone ? false : choice.skipWhileOpen,
  };
}

const isWhole = (text: string, most: number) => /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;

/** What is wrong with what was typed, by field, as keys of its words. */
export function faultsOf(choice: RepeatChoice): Partial<Record<'every' | 'times' | 'until', string>> {
  if (choice.preset === 'none') return {};
  return {
    ...(choice.preset === 'custom' && !isWhole(choice.every, 1000) ? { every: 'repeat.wrong.every' } : {}),
    ...(choice.end === 'times' && !(isWhole(choice.times, 9999) && Number(choice.times) > 1) ? { times: 'repeat.wrong.times' } : {}),
    ...(choice.end === 'on' && choice.until === '' ? { until: 'repeat.wrong.until' } : {}),
  };
}

const unitOf: Readonly<Record<string, Unit>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' };

/** The parts of a rule by name; the rule is one that the server has taken. */
export const partsOf = (rrule: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rrule
      .replace(/^RRULE:/i, '')
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );

/** A stored repeat as it is chosen on the screen: by a preset where one says the same. */
export function choiceOf(repeat: RepeatDraft, startOn: string): RepeatChoice {
  const { afterDays, rrule, until = null, count = null, skipWhileOpen = false, workingDaysOnly = false } = repeat;
  const base: RepeatChoice = {
    ...noRepeat,
    preset: 'custom',
    end: until !== null ? 'on' : count !== null ? 'times' : 'never',
    until: until ?? '',
    times: count === null ? noRepeat.times : String(count),
    skipWhileOpen,
    workingDaysOnly,
  };
  if (afterDays !== undefined) return { ...base, unit: 'done', every: String(afterDays) };
  const same = (choice: RepeatChoice) => {
    const draft = draftOf(choice, startOn);
    return draft?.rrule === rrule && draft?.workingDaysOnly === workingDaysOnly;
  };
  // "Every working day" is the daily rule, and says by itself what happens on days off.
  const preset = (['working', 'daily', 'weekly', 'month-day', 'month-nth', 'yearly'] as const).find((one) => same({ ...base, preset: one }));
  if (preset) return { ...base, preset, workingDaysOnly: preset === 'working' ? false : workingDaysOnly };
  const parts = partsOf(rrule ?? '');
  const [, nth, nthDay] = /^([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)$/.exec(parts.BYDAY ?? '') ?? [];
  const custom: RepeatChoice = {
    ...base,
    monthDay: parts.BYMONTHDAY === undefined ? null : Number(parts.BYMONTHDAY),
    nth: nth === undefined ? null : Number(nth),
    nthDay: (nthDay as Weekday | undefined) ?? null,
    unit: unitOf[parts.FREQ ?? ''] ?? 'day',
    every: parts.INTERVAL ?? '1',
    weekdays: weekdays.filter((one) => parts.FREQ === 'WEEKLY' && parts.BYDAY?.split(',').includes(one)),
    monthBy: parts.FREQ !== 'WEEKLY' && parts.BYDAY !== undefined ? 'nth' : 'day',
  };
  return same(custom) ? custom : { ...custom, rule: rrule ?? '' };
}

/** Where the choice for a task is kept while it is not stored. */
export const repeatDraft = (taskId: number): string => `tasks.task.${taskId}.repeat`;
