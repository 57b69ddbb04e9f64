import { commentType } from '../comments/comment.js';
import type { Queries } from '../db/database.js';
import type { RecordRef } from '../records/record-ref.js';

/** The record on which something stands; undefined when there is none any more. */
export type ParentOf = (q: Queries, id: number) => Promise<RecordRef | undefined>;

/**
 * What carries files and is no record itself, such as a comment: whoever may read the record on which it stands may read its files.
 * By the type under which they are bound (`core.comment`).
 */
const parents: Readonly<Record<string, ParentOf>> = {
  // Those of a removed comment are nobody's until it is taken back.
  [commentType]: async (q, id) => {
    const on = await q.selectFrom('comments').select(['record_type', 'record_id']).where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();
    return on && { type: on.record_type, id: on.record_id };
  },
};

/** The record that decides who may see the files of `on`: itself, or the one on which it stands. */
export async function recordBehind(q: Queries, on: RecordRef): Promise<RecordRef | undefined> {
  const parentOf = parents[on.type];
  return parentOf ? parentOf(q, on.id) : on;
}
