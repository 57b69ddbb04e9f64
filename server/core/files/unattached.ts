import { sql } from 'kysely';
import { inIds } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { CatalogEntry } from '../modules/entry.js';
import { inUse } from './in-use.js';
import { letGo } from './let-go.js';
import { type SweepDeps, sweepContents } from './sweep.js';

/** A form may be left open overnight, or a draft be finished the next day. */
const KEPT_MS = 48 * 3_600_000;
/** Files a transaction. */
const atOnce = 100;

type UnattachedDeps = SweepDeps & { catalog: readonly CatalogEntry[] };

/** Lets go of files that were brought long ago and belong to nothing. @returns how many. */
async function letGoOfUnattached(deps: UnattachedDeps): Promise<number> {
  const { db, now } = deps.services;
  const before = plusMilliseconds(now(), -KEPT_MS);
  const isDue = sql<boolean>`record_type is null and created_at < ${before} and not ${await inUse({ db, catalog: deps.catalog })}`;
  let total = 0;
  for (;;) {
    // In the order of the index of files that belong to nothing: all others are not looked at.
    const due = await db.read.selectFrom('files').select('id').where(isDue).orderBy('created_by').orderBy('created_at').limit(atOnce).execute();
    if (due.length === 0) return total;
    const ids = due.map(({ id }) => id);
    // Asked again inside: somebody may be attaching one at this moment.
    total += await db.write((tx) => letGo(deps, tx, sql<boolean>`${inIds(db.dialect, sql.ref('id'), ids)} and ${isDue}`));
  }
}

/** Every night: what was brought and attached to nothing goes, and contents that no file has. */
export const unattachedJob = (deps: UnattachedDeps): JobKind => ({
  kind: 'core.unattached-files',
  cron: '15 4 * * *',
  async handler(_payload, _attempt, dealtWith) {
    const gone = await letGoOfUnattached(deps);
    await sweepContents(deps);
    dealtWith(gone);
    return undefined;
  },
});
