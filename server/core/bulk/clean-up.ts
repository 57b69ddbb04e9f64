import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';

const days30 = 30 * 86_400_000;
/** Rows a transaction, and pieces of ids. */
const most = 500;
const piecesAtOnce = 50;

/** Every night: what records were like before a run is kept as long as the bin keeps them. */
export const bulkCleanUp = ({ db, now }: Pick<Services, 'db' | 'now'>): JobKind => ({
  kind: 'core.bulk-clean-up',
  cron: '27 3 * * *',
  async handler(_payload, _attempt, dealtWith) {
    const old = await db.read.selectFrom('bulk_runs').select('id').where('at', '<', plusMilliseconds(now(), -days30)).where('state', '<>', 'running').execute();
    for (const { id } of old) {
      for (let gone = most; gone === most; await turn()) {
        const { rows } = await db.write(({ q }) =>
          sql`delete from bulk_items where run_id = ${id} and record_id in (select record_id from bulk_items where run_id = ${id} limit ${most}) returning 1 as gone`.execute(
            q,
          ),
        );
        gone = rows.length;
      }
      for (let gone = piecesAtOnce; gone === piecesAtOnce; await turn()) {
        const { rows } = await db.write(({ q }) =>
          sql`delete from bulk_ids where run_id = ${id} and last_id in (select last_id from bulk_ids where run_id = ${id} limit ${piecesAtOnce}) returning 1 as gone`.execute(
            q,
          ),
        );
        gone = rows.length;
      }
      for (let gone = piecesAtOnce; gone === piecesAtOnce; await turn()) {
        const { rows } = await db.write(({ q }) =>
          sql`delete from bulk_left where run_id = ${id} and (reason, last_id) in (select reason, last_id from bulk_left where run_id = ${id} limit ${piecesAtOnce}) returning 1 as gone`.execute(
            q,
          ),
        );
        gone = rows.length;
      }
      await db.write(({ q }) => q.deleteFrom('bulk_runs').where('id', '=', id).execute());
    }
    dealtWith(old.length);
    return undefined;
  },
});
