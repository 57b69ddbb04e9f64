import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';

const days90 = 90 * 86_400_000;
/** Rows a transaction. */
const most = 500;

/** Every night: notices that were read long ago go, whatever they were about; what nobody has read stays. */
export const noticesCleanUp = ({ db, now }: Pick<Services, 'db' | 'now'>): JobKind => ({
  kind: 'core.notices-clean-up',
  cron: '37 3 * * *',
  async handler(_payload, _attempt, dealtWith) {
    const before = plusMilliseconds(now(), -days90);
    let total = 0;
    for (let gone = most; gone === most; await turn()) {
      const { rows } = await db.write(({ q }) =>
        sql`delete from notices where id in (select id from notices where read_at < ${before} limit ${most}) returning 1 as gone`.execute(q),
      );
      gone = rows.length;
      total += gone;
    }
    dealtWith(total);
    return undefined;
  },
});
