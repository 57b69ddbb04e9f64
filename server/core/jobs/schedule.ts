import { Cron } from 'croner';
import type { JobSchedule } from '../../contracts/core/jobs.js';
import { knownZone } from '../db/days.js';

/**
 * The first run after `now`.
 * @throws Error for an expression that never comes to pass.
 */
export function nextRun(expression: string, timeZone: string, now: string): string {
  const next = new Cron(expression, { timezone: knownZone(timeZone) }).nextRun(new Date(now));
  if (!next) throw new Error(`"${expression}" never runs`);
  return next.toISOString();
}

const twoDigits = (number: string | undefined) => (number ?? '0').padStart(2, '0');

/** What a cron expression means, as far as it can be said in one sentence. */
export function scheduleOf(expression: string): JobSchedule {
  const [minute, hour, day, month, weekday] = expression.split(' ');
  const isNumber = (text: string | undefined) => /^\d+$/.test(text ?? '');
  const everyDay = day === '*' && month === '*';
  const minutes = /^\*\/(\d+)$/.exec(minute ?? '')?.[1];
  if (minutes && hour === '*' && everyDay && weekday === '*') return { kind: 'minutes', every: Number(minutes) };
  if (isNumber(minute) && hour === '*' && everyDay && weekday === '*') return { kind: 'hourly', minute: Number(minute) };
  const at = `${twoDigits(hour)}:${twoDigits(minute)}`;
  if (isNumber(minute) && isNumber(hour) && everyDay && weekday === '*') return { kind: 'daily', at };
  if (isNumber(minute) && isNumber(hour) && everyDay && isNumber(weekday)) return { kind: 'weekly', at, weekday: Number(weekday) % 7 };
  if (isNumber(minute) && isNumber(hour) && everyDay && /^\d(,\d)+$/.test(weekday ?? ''))
    return { kind: 'days', at, weekdays: (weekday ?? '').split(',').map((one) => Number(one) % 7) };
  if (isNumber(minute) && isNumber(hour) && isNumber(day) && month === '*' && weekday === '*') return { kind: 'monthly', at, day: Number(day) };
  return { kind: 'cron', expression };
}
