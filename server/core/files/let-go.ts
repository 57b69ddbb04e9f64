import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';

const DAY_MS = 86_400_000;
const discardKind = 'core.discard-content';

export interface LetGoDeps {
  services: Pick<Services, 'db' | 'jobs' | 'files' | 'now'>;
  backup: { keep: number };
}

/** Deletes files for good; their contents follow when no other file has the same. */
async function letGo({ services, backup }: LetGoDeps, tx: Tx, which: RawBuilder<boolean>): Promise<void> {
  const files = await tx.q.deleteFrom('files').where(which).returning('sha256').execute();
  // As long as a kept snapshot of the database may still name it, the content stays: restoring it would miss the file.
  const dueAt = plusMilliseconds(services.now(), (backup.keep + 1) * DAY_MS);
  for (const { sha256 } of files) await services.jobs.schedule(tx, discardKind, sha256, dueAt, { sha256 });
}

/** Deletes for good the files bound to these, removed ones too. */
export const letGoOf = (deps: LetGoDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> =>
  letGo(deps, tx, sql<boolean>`record_type = ${type} and record_id is not null and ${inIds(deps.services.db.dialect, sql.ref('record_id'), ids)}`);

/** Days for which a file that was taken away from its record can be given back. */
const KEPT_DAYS = 30;

/** Every night: what was taken away long ago goes for good. */
export const removedFilesJob = (deps: LetGoDeps): JobKind => ({
  kind: 'core.removed-files',
  cron: '55 3 * * *',
  async handler() {
    const { db, now } = deps.services;
    const before = plusMilliseconds(now(), -KEPT_DAYS * DAY_MS);
    for (;;) {
      const due = await db.read.selectFrom('files').select('id').where('removed_at', '<', before).limit(100).execute();
      if (due.length === 0) return undefined;
      const ids = due.map(({ id }) => id);
      // Looked at again inside: somebody may be giving one back at this moment.
      await db.write((tx) => letGo(deps, tx, sql<boolean>`${inIds(db.dialect, sql.ref('id'), ids)} and removed_at < ${before}`));
    }
  },
});

/** The content of a file that was let go goes when no other file has the same. */
export const discardJob = ({ services }: Pick<LetGoDeps, 'services'>): JobKind => ({
  kind: discardKind,
  async handler(payload) {
    await services.files.discard((payload as { sha256: string }).sha256);
    return undefined;
  },
});
