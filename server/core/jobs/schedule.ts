import cron from 'node-cron';
import type { JobSchedule } from '../../contracts/core/jobs.js';
import { knownZone } from '../db/days.js';

/**
 * The first run after `now`, which in tests is ahead of the clock that the cron library goes by.
 * @throws Error for an expression that never comes to pass.
 */
export function nextRun(expression: string, timeZone: string, now: string): string {
  const task = cron.createTask(expression, () => undefined, { timezone: knownZone(timeZone) });
  try {
    for (let count = 2; count <= 40_000; ) {
      // Unlike getNextRun, also answers for a task that was never started.
      const runs = task.getNextRuns(count).map((run) => run.getTime());
      const next = runs.find((run) => run > Date.parse(now));
      if (next !== undefined) return new Date(next).toISOString();
      const [first = 0, last = 0] = [runs[0], runs.at(-1)];
      // As many as it takes to get there at this pace, or twice as many as before where the pace is no steady one.
      count = Math.max(2 * count, 2 + Math.ceil(((Date.parse(now) - first) / Math.max(1, last - first)) * (count - 1)));
    }
    throw new Error(`"${expression}" never runs`);
  } finally {
    task.destroy();
  }
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
