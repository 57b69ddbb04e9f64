import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { reserveIds } from '../db/rows.js';
import { noteManyOnTimeline } from '../records/bulk.js';
import type { RecordContext } from '../records/context.js';
import { COMMENTS } from '../search/comment-entries.js';
import type { RichText } from './rich-text.js';

interface BroughtComment extends RichText {
  recordId: number;
  /** Null: the portal. */
  authorId: number | null;
  /** When it was said. */
  at: string;
}

/** Comments that were said elsewhere, on new records of one type; nobody is told. Their text is safe already. */
export async function bringComments(ctx: RecordContext, tx: Tx, actor: Actor, type: string, all: readonly BroughtComment[]): Promise<void> {
  if (all.length === 0) return;
  const entryIds = await noteManyOnTimeline(
    ctx,
    tx,
    actor,
    all.map(({ recordId, authorId, at }) => ({ on: { type, id: recordId }, kind: 'comment', at, actorId: authorId })),
  );
  const ids = await reserveIds(ctx.db.dialect, tx, 'comments', all.length);
  const rows = all.map(({ recordId, authorId, at, html, words }, n) => ({
    id: ids[n] as number,
    version: 1,
    record_type: type,
    record_id: recordId,
    entry_id: entryIds[n] as number,
    author_id: authorId,
    html,
    words,
    created_at: at,
    changed_at: null,
    deleted_at: null,
    deleted_by: null,
  }));
  await tx.insertMany('comments', rows);
  for (const id of ids) await ctx.search.add(tx, COMMENTS, id);
}
