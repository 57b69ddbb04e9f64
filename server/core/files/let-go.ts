import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { CatalogEntry } from '../modules/entry.js';
import type { Services } from '../services.js';
import { inUse } from './in-use.js';

const DAY_MS = 86_400_000;
export const discardKind = 'core.discard-content';

export interface DiscardPayload {
  sha256: string;
  /** Module with which the last file that had the content went. */
  module?: string;
  registeredAt?: string;
}

export interface LetGoDeps {
  services: Pick<Services, 'db' | 'jobs' | 'files' | 'now' | 'search'>;
  backup: { keep: number };
}

/** Milliseconds for which a kept snapshot of the database may still name a content: restoring it would miss the file. */
export const keptAfter = ({ backup }: Pick<LetGoDeps, 'backup'>): number => (backup.keep + 1) * DAY_MS;

/** Deletes files for good; their contents follow when no other file has the same. @returns how many. */
export async function letGo(deps: LetGoDeps, tx: Tx, which: RawBuilder<boolean>): Promise<number> {
  const { services } = deps;
  const files = await tx.q.deleteFrom('files').where(which).returning('sha256').execute();
  const dueAt = plusMilliseconds(services.now(), keptAfter(deps));
  for (const { sha256 } of files) await services.jobs.schedule(tx, discardKind, sha256, dueAt, { sha256 });
  return files.length;
}

/** Deletes for good the files bound to these, removed ones too. */
export const letGoOf = (deps: LetGoDeps, tx: Tx, type: string, ids: readonly number[]): Promise<number> =>
  letGo(deps, tx, sql<boolean>`record_type = ${type} and record_id is not null and ${inIds(deps.services.db.dialect, sql.ref('record_id'), ids)}`);

/** Days for which a file that was taken away from its record can be given back. */
const KEPT_DAYS = 30;

/** Every night: what was taken away long ago goes for good. */
export const removedFilesJob = (deps: LetGoDeps & { catalog: readonly CatalogEntry[] }): JobKind => ({
  kind: 'core.removed-files',
  cron: '55 3 * * *',
  async handler() {
    const { db, now } = deps.services;
    const before = plusMilliseconds(now(), -KEPT_DAYS * DAY_MS);
    const isDue = sql<boolean>`removed_at < ${before} and not ${await inUse({ db, catalog: deps.catalog })}`;
    for (;;) {
      const due = await db.read.selectFrom('files').select('id').where(isDue).limit(100).execute();
      if (due.length === 0) return undefined;
      const ids = due.map(({ id }) => id);
      // Looked at again inside: somebody may be giving one back at this moment.
      await db.write((tx) => letGo(deps, tx, sql<boolean>`${inIds(db.dialect, sql.ref('id'), ids)} and ${isDue}`));
    }
  },
});

/** The content of a file that was let go goes when no other file has the same. */
export const discardJob = ({ services }: Pick<LetGoDeps, 'services'>): JobKind => ({
  kind: discardKind,
  async handler(payload) {
    const { sha256, registeredAt } = payload as DiscardPayload;
    await services.files.discard(sha256, registeredAt);
    return undefined;
  },
});
