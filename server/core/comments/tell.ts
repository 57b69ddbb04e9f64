import type { Comment } from '../../contracts/core/comments.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { ownerOf } from '../records/context.js';
import { titleOf } from '../records/kind.js';
import { peopleAt } from '../records/people.js';
import { type CommentDeps, type Commented, maySee } from './read.js';

const longestExcerpt = 280;

/** The beginning of what was said, cut between words. */
function excerptOf({ text, files }: Pick<Comment, 'text' | 'files'>): string {
  const line = (text || files.map(({ name }) => name).join(', ')).replace(/\s+/g, ' ');
  if (line.length <= longestExcerpt) return line;
  const cut = line.slice(0, longestExcerpt);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestExcerpt / 2))}…`;
}

/**
 * Tells those whom a comment mentions, and of a new one those who look after the record or spoke about it before: each
 * once, never its author, and nobody who cannot see the record.
 */
export async function tellOfComment(
  { services, records }: CommentDeps,
  tx: Tx,
  actor: Actor,
  comment: Comment,
  record: Commented,
  { mentioned, isNew }: { mentioned: readonly number[]; isNew: boolean },
): Promise<void> {
  const { recordType: type, recordId: id } = comment;
  const readers = new Set(records.access.everybody().flatMap((one) => (one.personId !== actor.personId && maySee(records, one, record) ? [one.personId] : [])));
  const addressed = mentioned.filter((one) => readers.has(one));
  const notice = {
    params: {
      actor: actor.name,
      title: titleOf(record.kind, record.row),
      text: excerptOf(comment),
      author: actor.personId,
      comment: comment.id,
    },
    record: { type, id },
  };
  if (addressed.length > 0) await services.notify.notify(tx, addressed, { ...notice, code: 'core.comment.mentioned' });
  if (!isNew) return;
  const spoke = await tx.q
    .selectFrom('comments')
    .select('author_id')
    .distinct()
    .where('record_type', '=', type)
    .where('record_id', '=', id)
    .where('deleted_at', 'is', null)
    .execute();
  const concerned = new Set([ownerOf(record.kind, record.row), ...peopleAt(record.kind, record.row), ...spoke.map(({ author_id }) => author_id)]);
  const others = [...concerned].filter((one): one is number => one !== null && readers.has(one) && !addressed.includes(one));
  if (others.length > 0) await services.notify.notify(tx, others, { ...notice, code: 'core.comment.added' });
}

/** Notices say what the comment says now; of a removed one that it was, and nothing of what it said. */
export async function followInNotices(tx: Tx, comment: Comment, isRemoved = false): Promise<void> {
  // The number of the comment is the last that a notice of it is told with; quotes in what people wrote are escaped there.
  const notices = await tx.q
    .selectFrom('notices')
    .select(['id', 'params'])
    .where('record_type', '=', comment.recordType)
    .where('record_id', '=', comment.recordId)
    .where('code', 'in', ['core.comment.added', 'core.comment.mentioned'])
    .where('params', 'like', `%"comment":${comment.id}}`)
    .execute();
  for (const { id, params } of notices) {
    const { comment: number, context: _, ...told } = JSON.parse(params) as Record<string, unknown>;
    const now = { ...told, text: isRemoved ? '' : excerptOf(comment), ...(isRemoved ? { context: 'removed' } : {}), comment: number };
    await tx.q
      .updateTable('notices')
      .set({ params: JSON.stringify(now) })
      .where('id', '=', id)
      .execute();
  }
}
