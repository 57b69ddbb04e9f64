import type { WorkingHours } from '../../../contracts/core/company.js';
import type { RepeatDraft } from '../../../contracts/tasks/recurrence.js';
import { nextWorkingDay } from '../../../core/db/working-days.js';
import { invalidField } from '../../../core/http/problem.js';
import { daysOfRule } from './days.js';
import { parseRule } from './rule.js';

/** How a task comes again, complete. */
export type WholeRepeat = Required<RepeatDraft> extends infer W ? Omit<W, 'rrule' | 'afterDays'> & Pick<RepeatDraft, 'rrule' | 'afterDays'> : never;

/** No rule gives days beyond this one. */
const lastDay = '2199-12-31';

/** @throws Refusal 422 naming what is wrong, also for a rule that never comes again. */
export function completeRepeat(hours: WorkingHours, draft: RepeatDraft, startOn: string): WholeRepeat {
  const { rrule, afterDays } = draft;
  if (rrule !== undefined && afterDays !== undefined) throw invalidField('afterDays', 'one-of-both');
  if (rrule === undefined && afterDays === undefined) throw invalidField('rrule', 'required');
  const rule = rrule === undefined ? null : parseRule(rrule);
  const whole: WholeRepeat = {
    ...(rrule === undefined ? {} : { rrule }),
    ...(afterDays === undefined ? {} : { afterDays }),
    startOn: draft.startOn ?? startOn,
    workingDaysOnly: draft.workingDaysOnly ?? false,
    skipWhileOpen: draft.skipWhileOpen ?? false,
    catchUp: draft.catchUp ?? 'one',
    aheadDays: draft.aheadDays ?? 0,
    until: draft.until ?? rule?.until ?? null,
    count: draft.count ?? rule?.count ?? null,
  };
  if (whole.until !== null && whole.until < whole.startOn) throw invalidField('until', 'before-start');
  if (whole.until !== null && whole.count !== null) throw invalidField('count', 'one-of-both');
  if (whole.count !== null && whole.count < 2) throw invalidField('count', 'never-comes');
  if (rule && nextDay(hours, whole, whole.startOn) === null) throw invalidField(whole.until === null ? 'rrule' : 'until', 'never-comes');
  return whole;
}

/** The days on which a task comes again by the calendar, each once, its first day left out. */
export function* daysAfterFirst(hours: WorkingHours, repeat: WholeRepeat): Generator<string> {
  if (repeat.rrule === undefined) return;
  let [before, n] = [repeat.startOn, 1];
  for (const given of daysOfRule(parseRule(repeat.rrule), repeat.startOn)) {
    const day = repeat.workingDaysOnly ? nextWorkingDay(hours, given) : given;
    if (day > lastDay || (repeat.until !== null && day > repeat.until) || (repeat.count !== null && n >= repeat.count)) return;
    if (day <= before) continue;
    yield day;
    [before, n] = [day, n + 1];
  }
}

/** The first day after one; null when there is none. */
export function nextDay(hours: WorkingHours, repeat: WholeRepeat, after: string): string | null {
  for (const day of daysAfterFirst(hours, repeat)) if (day > after) return day;
  return null;
}
