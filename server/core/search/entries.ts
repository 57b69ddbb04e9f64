import { sql } from 'kysely';
import type { Database, Tx } from '../db/database.js';
import { reserveIds } from '../db/insert-many.js';
import { ownerOf } from '../records/context.js';
import { type Kind, type Row, titleOf, wordsOf } from '../records/kind.js';
import { fold } from './fold.js';

/** Keeps the search index in step with a record, in the transaction that changes it. `after` null: the record is gone. */
export async function indexRecord(db: Database, tx: Tx, kind: Kind, before: Row | null, after: Row | null): Promise<void> {
  if (kind.searchable.length === 0) return;
  const id = Number((after ?? before)?.id);
  const words = after ? fold(wordsOf(kind, after)) : '';
  if (before && after && fold(wordsOf(kind, before)) === words && ownerOf(kind, before) === ownerOf(kind, after)) return;
  if (before) {
    const old = await tx.q.deleteFrom('search_entries').where('record_type', '=', kind.type).where('record_id', '=', id).returning('id').executeTakeFirst();
    if (old && db.dialect === 'sqlite') await sql`delete from search_trigrams where rowid = ${old.id}`.execute(tx.q);
  }
  if (!after || words === '') return;
  const entry = await tx.q
    .insertInto('search_entries')
    .values({ record_type: kind.type, record_id: id, owner_id: ownerOf(kind, after), title: titleOf(kind, after), words })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (db.dialect === 'sqlite') await sql`insert into search_trigrams (rowid, words) values (${entry.id}, ${words})`.execute(tx.q);
}

/** Index entries of many new records at once. */
export async function indexNewRecords(db: Database, tx: Tx, kind: Kind, rows: readonly Row[]): Promise<void> {
  if (kind.searchable.length === 0) return;
  const found = rows.map((row) => ({ row, words: fold(wordsOf(kind, row)) })).filter(({ words }) => words !== '');
  const ids = await reserveIds(db.dialect, tx, 'search_entries', found.length);
  const entries = found.map(({ row, words }, index) => ({
    id: ids[index] as number,
    record_type: kind.type,
    record_id: Number(row.id),
    owner_id: ownerOf(kind, row),
    title: titleOf(kind, row),
    words,
  }));
  await tx.insertMany('search_entries', entries);
  if (db.dialect !== 'sqlite') return;
  await tx.insertMany(
    'search_trigrams',
    entries.map(({ id, words }) => ({ rowid: id, words })),
  );
}
