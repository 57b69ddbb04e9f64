import type { TFunction } from 'i18next';
import { workingDay } from '../../../../server/contracts/tasks/working-hours.js';
import type { Format } from '../../../ui/ui-context.js';

/** What working time is counted in, with its minutes. */
export const lagUnits = { days: workingDay, hours: 60 } as const;
export type LagUnit = keyof typeof lagUnits;

/** Whole days are told in days, anything else in hours. */
export const unitOf = (minutes: number): LagUnit => (minutes % workingDay === 0 ? 'days' : 'hours');

/** The working time between two tasks in words: `2 working days later`; nothing where there is none. */
export function lagWords(minutes: number, t: TFunction<'tasks'>, f: Format): string {
  if (minutes === 0) return '';
  const unit = unitOf(minutes);
  const count = Math.abs(minutes) / lagUnits[unit];
  return t(`depends.${minutes > 0 ? 'later' : 'earlier'}.${unit}`, { count, formatted: f.quantity(count) });
}
