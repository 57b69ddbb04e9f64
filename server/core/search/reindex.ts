import { sql } from 'kysely';
import type { Database } from '../db/database.js';
import { rowLock } from '../db/lock.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Kind, Row } from '../records/kind.js';
import type { Services } from '../services.js';
import { COMMENTS, indexComments } from './comment-entries.js';
import { bringUpToDate, wordColumns } from './entries.js';

/** Raised when records are to be found by other words than before; they get theirs in the background. */
const wordsVersion = 3;
const rowsAtOnce = 200;
/** A slice of work ends well before its lease does. */
const sliceMs = 10_000;
/** The same for what is said about records. */
const commentsVersion = 2;
const oneKind = 'core.reindex-kind';

interface ReindexNeeds {
  services: Pick<Services, 'db' | 'jobs' | 'settings' | 'now'>;
  records: { kinds: ReadonlyMap<string, Kind> };
}

/** One batch after `after`. @returns the last id, or null when there are no more. */
const reindexBatch = (db: Database, kind: Kind, after: number): Promise<number | null> =>
  db.write(async (tx) => {
    const { rows } = await sql<Row>`select ${wordColumns(kind)} from ${sql.table(kind.table)} where id > ${after} and deleted_at is null
      order by id limit ${rowsAtOnce}${rowLock(db.dialect)}`.execute(tx.q);
    await bringUpToDate(tx, kind, rows);
    return rows.length < rowsAtOnce ? null : Number(rows.at(-1)?.id);
  });

/** As {@link reindexBatch}, for comments. */
const commentBatch = (db: Database, kinds: ReadonlyMap<string, Kind>, after: number): Promise<number | null> =>
  db.write(async (tx) => {
    const rows = await tx.q
      .selectFrom('comments')
      .select('id')
      .where('id', '>', after)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    await indexComments(
      tx,
      kinds,
      rows.map(({ id }) => id),
    );
    return rows.length < rowsAtOnce ? null : (rows.at(-1)?.id ?? null);
  });

/** The jobs that bring the search index up to date after an upgrade: one looks what is behind, one goes through a kind of record. */
export function reindexJobs({ services, records }: ReindexNeeds): JobKind[] {
  const { db, jobs, settings, now } = services;
  const versions = () => settings.get('search.words') ?? {};
  const looks: JobKind = {
    kind: 'core.reindex',
    cron: '37 3 * * *',
    firstAfterMs: 5_000,
    handler: async () => async (tx) => {
      for (const kind of records.kinds.values())
        if (kind.searchable.length > 0 && versions()[kind.type] !== wordsVersion)
          await jobs.schedule(tx, oneKind, kind.type, now(), { type: kind.type, after: 0 });
      if (versions()[COMMENTS] !== commentsVersion) await jobs.schedule(tx, oneKind, COMMENTS, now(), { type: COMMENTS, after: 0 });
    },
  };
  const goesThrough: JobKind = {
    kind: oneKind,
    async handler(payload) {
      const { type, after } = payload as { type: string; after: number };
      const kind = records.kinds.get(type);
      // A module that is parked gets its turn when it is back.
      if (!kind && type !== COMMENTS) return undefined;
      const until = Date.now() + sliceMs;
      let last: number | null = after;
      while (last !== null && Date.now() < until) last = await (kind ? reindexBatch(db, kind, last) : commentBatch(db, records.kinds, last));
      return async (tx) => {
        if (last !== null) await jobs.schedule(tx, oneKind, type, now(), { type, after: last });
        else await settings.set(tx, 'search.words', { ...versions(), [type]: type === COMMENTS ? commentsVersion : wordsVersion });
      };
    },
  };
  return [looks, goesThrough];
}
