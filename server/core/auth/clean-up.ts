import type { JobKind } from '../jobs/jobs.js';
import { forgetHandOvers } from '../people/hand-over.js';
import type { Services } from '../services.js';
import { forgetExpired } from './sessions.js';

/** Every night: what has run out goes. */
export const cleanUpJob = ({ now }: Pick<Services, 'now'>): JobKind => ({
  kind: 'core.clean-up',
  cron: '17 3 * * *',
  handler: async () => async (tx) => {
    await forgetExpired(tx.q, now());
    await forgetHandOvers(tx.q, now());
  },
});
