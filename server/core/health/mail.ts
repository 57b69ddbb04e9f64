import { plusMilliseconds } from '../db/instant.js';
import { broken, type Check, look, ok } from './finding.js';

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
/** What was given up longer ago is no news. */
const rememberedDays = 7;

/** Whether mail is set up, what waits and what was given up. Nothing is sent for this. */
export const mail: Check = {
  name: 'mail',
  async look({ db, settings, settledMails, now }) {
    const page = '/settings/mail';
    if (!settings.get('mail')) return look('none', {}, { page });
    const [stuck, failed, sent] = await Promise.all([
      db.read
        .selectFrom('mails')
        .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.min('at').as('at')])
        .where('state', '=', 'queued')
        .where('attempts', '>', 0)
        .executeTakeFirstOrThrow(),
      db.read
        .selectFrom('mails')
        .select('id')
        .where('state', '=', 'failed')
        .where('at', '>', plusMilliseconds(now(), -rememberedDays * DAY_MS))
        .execute(),
      db.read
        .selectFrom('mails')
        .select((eb) => eb.fn.max('sent_at').as('at'))
        .executeTakeFirstOrThrow(),
    ]);
    if (stuck.at !== null && Number(stuck.n) > 0) {
      const isLong = stuck.at < plusMilliseconds(now(), -HOUR_MS);
      return (isLong ? broken : look)('stuck', { count: Number(stuck.n), at: { since: stuck.at } }, { page, action: 'try-mail' });
    }
    const settled = await settledMails?.(failed.map(({ id }) => id));
    const count = failed.length - (settled?.size ?? 0);
    if (count > 0) return look('failed', { count }, { page, action: 'retry-mails' });
    return sent.at === null ? ok('unused', {}, { page, action: 'try-mail' }) : ok('sent', { at: { since: sent.at } }, { action: 'try-mail' });
  },
};
