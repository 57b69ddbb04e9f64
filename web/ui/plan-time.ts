import { usualHours } from '../../server/contracts/core/company.js';
import { timeForPlans, workdayAfter } from '../../server/contracts/core/working-day.js';
import { dayOf } from './format.js';
import { useFormat, useUi } from './ui-context.js';
import { fromZoned } from './zone.js';

/** The moment that is proposed for what is planned now: the usual time of the next working day. */
export function usePlanTime(): () => string | null {
  const { timeZone } = useFormat();
  const { workingHours: hours = usualHours } = useUi();
  return () => fromZoned(`${workdayAfter(hours, dayOf(new Date(), timeZone))}T${timeForPlans(hours)}`, timeZone);
}
