import type { TFunction } from 'i18next';
import type { WorkingHours } from '../../../../server/contracts/core/company.js';
import { workingDayOf } from '../../../../server/contracts/core/working-day.js';
import type { Format } from '../../../ui/ui-context.js';

/** What working time is counted in, with its minutes. */
export const lagUnitsOf = (hours: WorkingHours) => ({ days: workingDayOf(hours), hours: 60 });
export type LagUnit = keyof ReturnType<typeof lagUnitsOf>;

/** Whole days are told in days, anything else in hours. */
export const unitOf = (hours: WorkingHours, minutes: number): LagUnit => (minutes % workingDayOf(hours) === 0 ? 'days' : 'hours');

/** The working time between two tasks in words: `2 working days later`; nothing where there is none. */
export function lagWords(hours: WorkingHours, minutes: number, t: TFunction<'tasks'>, f: Format): string {
  if (minutes === 0) return '';
  const unit = unitOf(hours, minutes);
  const count = Math.abs(minutes) / lagUnitsOf(hours)[unit];
  return t(`depends.${minutes > 0 ? 'later' : 'earlier'}.${unit}`, { count, formatted: f.quantity(count) });
}
