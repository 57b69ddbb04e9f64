import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { prepared } from '../db/prepared.js';
import { reserveIds } from '../db/rows.js';
import { ownerOf, type RecordContext } from '../records/context.js';
import { columnOf, type Kind, type Row, titleOf, wordsOf } from '../records/kind.js';
import { giveCommentsOf, indexCommentsOf, removeCommentsOf } from './comment-entries.js';
import { fold } from './fold.js';

const removeEntry = prepared((q, { type, id }: { type: string; id: number }) =>
  q.deleteFrom('search_entries').where('record_type', '=', type).where('record_id', '=', id).returning('id').compile(),
);
const giveEntry = prepared((q, { type, id, owner }: { type: string; id: number; owner: number | null }) =>
  q.updateTable('search_entries').set({ owner_id: owner }).where('record_type', '=', type).where('record_id', '=', id).compile(),
);

/**
 * Keeps the search index in step with a record, in the transaction that changes it. What is gone is found no more and what was given
 * to somebody else is theirs at once; new words wait for their turn, see {@link SearchQueue}. `after` null: the record is gone.
 */
export async function indexRecord({ search }: Pick<RecordContext, 'search'>, tx: Tx, kind: Kind, before: Row | null, after: Row | null): Promise<void> {
  if (kind.searchable.length === 0) return;
  const id = Number((after ?? before)?.id);
  if (!after) {
    const [old] = await removeEntry(tx.q, { type: kind.type, id });
    if (old && tx.dialect === 'sqlite') await sql`delete from search_trigrams where rowid = ${old.id}`.execute(tx.q);
    await removeCommentsOf(tx, kind.type, id);
    return;
  }
  if (before && ownerOf(kind, before) !== ownerOf(kind, after)) {
    await giveEntry(tx.q, { type: kind.type, id, owner: ownerOf(kind, after) });
    await giveCommentsOf(tx, kind.type, id, ownerOf(kind, after));
  }
  if (!before || wordsOf(kind, before) !== wordsOf(kind, after) || titleOf(kind, before) !== titleOf(kind, after)) await search.add(tx, kind.type, id);
}

/** Index entries of many new records at once. */
export async function indexNewRecords(tx: Tx, kind: Kind, rows: readonly Row[]): Promise<void> {
  if (kind.searchable.length === 0) return;
  const found = rows.map((row) => ({ row, words: fold(wordsOf(kind, row)) })).filter(({ words }) => words !== '');
  const ids = await reserveIds(tx.dialect, tx, 'search_entries', found.length);
  const entries = found.map(({ row, words }, index) => ({
    id: ids[index] as number,
    record_type: kind.type,
    record_id: Number(row.id),
    owner_id: ownerOf(kind, row),
    title: titleOf(kind, row),
    words,
  }));
  await tx.insertMany('search_entries', entries);
  if (tx.dialect !== 'sqlite') return;
  await tx.insertMany(
    'search_trigrams',
    entries.map(({ id, words }) => ({ rowid: id, words })),
  );
}

/** The columns of a record that {@link bringUpToDate} looks at: to read all forty of a deal takes ten times as long. */
export const wordColumns = (kind: Kind): RawBuilder<unknown> => {
  const columns = new Set(['id', columnOf(kind.declaration.title), ...(kind.ownerColumn === null ? [] : [kind.ownerColumn]), ...kind.searchable.map(columnOf)]);
  return sql.join([...columns].map((column) => sql.ref(column)));
};

/**
 * Gives these records the words they are found by now. Entries keep their ids, by which hits are ordered.
 * @param rows with at least {@link wordColumns}.
 */
export async function bringUpToDate(tx: Tx, kind: Kind, rows: readonly Row[]): Promise<void> {
  const entries = await tx.q
    .selectFrom('search_entries')
    .select(['id', 'record_id', 'title', 'words'])
    .where('record_type', '=', kind.type)
    .where(
      inIds(
        tx.dialect,
        sql.ref('record_id'),
        rows.map(({ id }) => Number(id)),
      ),
    )
    .execute();
  const byRecord = new Map(entries.map((entry) => [entry.record_id, entry]));
  for (const row of rows) {
    const entry = byRecord.get(Number(row.id));
    const [title, words] = [titleOf(kind, row), fold(wordsOf(kind, row))];
    if (!entry || (entry.words === words && entry.title === title)) continue;
    await tx.update('search_entries', entry.id, { title, words });
    if (tx.dialect !== 'sqlite' || entry.words === words) continue;
    await sql`delete from search_trigrams where rowid = ${entry.id}`.execute(tx.q);
    await sql`insert into search_trigrams (rowid, words) values (${entry.id}, ${words})`.execute(tx.q);
  }
  const fresh = rows.filter((row) => !byRecord.has(Number(row.id)));
  await indexNewRecords(tx, kind, fresh);
  if (fresh.length > 0)
    await indexCommentsOf(
      tx,
      kind,
      fresh.map(({ id }) => Number(id)),
    );
}
