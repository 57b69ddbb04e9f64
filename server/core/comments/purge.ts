import { sql } from 'kysely';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { type LetGoDeps, letGoOf } from '../files/let-go.js';
import { COMMENTS } from '../search/comment-entries.js';
import { commentType } from './comment.js';

/**
 * Comments on records that are purged go with their entries on the timeline; where an entry stands on the timeline of another
 * record too, its comment is of that record from now on. To be called when the links of these records are gone.
 */
export async function purgeCommentsOn(deps: LetGoDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  const of = sql<boolean>`comments.record_type = ${type} and ${inIds(deps.services.db.dialect, sql.ref('comments.record_id'), ids)}`;
  const elsewhere = sql`from timeline_links l where l.entry_id = comments.entry_id`;
  const { rows } = await sql<{ id: number }>`delete from comments where ${of} and not exists (select 1 ${elsewhere}) returning id`.execute(tx.q);
  await letGoOf(
    deps,
    tx,
    commentType,
    rows.map(({ id }) => id),
  );
  const { rows: moved } = await sql<{ id: number }>`
    update comments set (record_type, record_id) = (select l.record_type, l.record_id ${elsewhere} order by l.record_type, l.record_id limit 1)
    where ${of} returning id`.execute(tx.q);
  for (const { id } of moved) await deps.services.search.add(tx, COMMENTS, id);
}

/**
 * Purges comments that were removed before a moment, with their lines on timelines.
 * @returns how many, at most `atOnce`.
 */
export async function purgeRemovedComments(deps: LetGoDeps, tx: Tx, before: string, atOnce: number): Promise<number> {
  const due = await tx.q.selectFrom('comments').select(['id', 'entry_id']).where('deleted_at', '<', before).orderBy('deleted_at').limit(atOnce).execute();
  if (due.length === 0) return 0;
  const entries = due.map((one) => one.entry_id);
  const ids = due.map(({ id }) => id);
  await tx.q.deleteFrom('timeline_links').where('entry_id', 'in', entries).execute();
  await tx.q.deleteFrom('timeline_entries').where('id', 'in', entries).execute();
  await tx.q.deleteFrom('comments').where('id', 'in', ids).execute();
  await letGoOf(deps, tx, commentType, ids);
  return due.length;
}
