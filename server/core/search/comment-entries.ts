import { sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { rowLock } from '../db/lock.js';
import { prepared } from '../db/prepared.js';
import { reserveIds } from '../db/rows.js';
import { ownerOf } from '../records/context.js';
import type { Kind, Row } from '../records/kind.js';
import { fold } from './fold.js';

/** Under which comments wait for their place in the index, beside the kinds of records. */
export const COMMENTS = 'core.comment';

const removeOfRecord = prepared((q, { type, id }: { type: string; id: number }) =>
  q.deleteFrom('search_comments').where('record_type', '=', type).where('record_id', '=', id).returning('id').compile(),
);
const giveOfRecord = prepared((q, { type, id, owner }: { type: string; id: number; owner: number | null }) =>
  q.updateTable('search_comments').set({ owner_id: owner }).where('record_type', '=', type).where('record_id', '=', id).compile(),
);

async function forgetWords(tx: Tx, ids: readonly number[]): Promise<void> {
  if (tx.dialect === 'sqlite' && ids.length > 0) await sql`delete from search_comment_trigrams where ${inIds(tx.dialect, sql.ref('rowid'), ids)}`.execute(tx.q);
}

/** A record is gone, and what was said about it is found no more. */
export async function removeCommentsOf(tx: Tx, type: string, id: number): Promise<void> {
  const gone = await removeOfRecord(tx.q, { type, id });
  await forgetWords(
    tx,
    gone.map((one) => one.id),
  );
}

/** What is said about a record is found by those who may read it. */
export const giveCommentsOf = (tx: Tx, type: string, id: number, owner: number | null): Promise<unknown> => giveOfRecord(tx.q, { type, id, owner });

interface Said {
  id: number;
  record_type: string;
  record_id: number;
  words: string;
}

/** Gives comments the words by which their records are found; those that were removed, or whose record is not there, lose theirs. */
export async function indexComments(tx: Tx, kinds: ReadonlyMap<string, Kind>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows: gone } = await sql<{ id: number }>`delete from search_comments where ${inIds(tx.dialect, sql.ref('comment_id'), ids)} returning id`.execute(
    tx.q,
  );
  await forgetWords(
    tx,
    gone.map(({ id }) => id),
  );
  const said: Said[] = await tx.q
    .selectFrom('comments')
    .select(['id', 'record_type', 'record_id', 'words'])
    .where(inIds(tx.dialect, sql.ref('id'), ids))
    .where('deleted_at', 'is', null)
    .execute();
  for (const type of new Set(said.map((one) => one.record_type))) {
    const kind = kinds.get(type);
    if (kind)
      await indexSaid(
        tx,
        kind,
        said.filter((one) => one.record_type === type),
      );
  }
}

async function indexSaid(tx: Tx, kind: Kind, said: readonly Said[]): Promise<void> {
  if (kind.searchable.length === 0) return;
  const columns = ['id', ...(kind.ownerColumn ? [kind.ownerColumn] : [])].map((column) => sql.ref(column));
  const of = said.map((one) => one.record_id);
  // Held, so that none is deleted or given away between this look and the entry.
  const { rows } = await sql<Row>`select ${sql.join(columns)} from ${sql.table(kind.table)}
    where ${inIds(tx.dialect, sql.ref('id'), of)} and deleted_at is null order by id${rowLock(tx.dialect)}`.execute(tx.q);
  const owners = new Map(rows.map((row) => [Number(row.id), ownerOf(kind, row)]));
  const found = said.flatMap(({ id, record_id, words }) => {
    const owner = owners.get(record_id);
    const folded = fold(words);
    return owner === undefined || folded === '' ? [] : [{ comment_id: id, record_type: kind.type, record_id, owner_id: owner, words: folded }];
  });
  const ids = await reserveIds(tx.dialect, tx, 'search_comments', found.length);
  const entries = found.map((entry, index) => ({ id: ids[index] as number, ...entry }));
  await tx.insertMany('search_comments', entries);
  if (tx.dialect !== 'sqlite') return;
  await tx.insertMany(
    'search_comment_trigrams',
    entries.map(({ id, words }) => ({ rowid: id, words })),
  );
}

/** What is said about records that came back. */
export async function indexCommentsOf(tx: Tx, kind: Kind, recordIds: readonly number[]): Promise<void> {
  const said: Said[] = await tx.q
    .selectFrom('comments')
    .select(['id', 'record_type', 'record_id', 'words'])
    .where('record_type', '=', kind.type)
    .where(inIds(tx.dialect, sql.ref('record_id'), recordIds))
    .where('deleted_at', 'is', null)
    .execute();
  await indexComments(
    tx,
    new Map([[kind.type, kind]]),
    said.map(({ id }) => id),
  );
}
