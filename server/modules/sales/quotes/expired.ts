import type { Quote } from '../../../contracts/sales/records.js';
import { dayIn } from '../../../core/db/days.js';
import type { SalesRun } from '../run.js';

/** Whether a quote can no longer be accepted, by the calendar of the company. */
export const isExpired = (run: SalesRun, quote: Pick<Quote, 'validUntil' | 'status'>): boolean =>
  quote.validUntil !== null && quote.status !== 'accepted' && quote.validUntil < dayIn(run.settings.company().timeZone, run.now());
