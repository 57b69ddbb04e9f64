import type { Selectable } from 'kysely';
import type { Comment } from '../../contracts/core/comments.js';
import type { StoredFile } from '../../contracts/core/files.js';
import type { Tables } from '../db/tables.js';

export type CommentRow = Selectable<Tables['comments']>;

/** The type under which files are bound to a comment. */
export const commentType = 'core.comment';

/** @param files those that are bound to it. */
export const toComment = (row: Omit<CommentRow, 'entry_id' | 'deleted_at' | 'deleted_by'>, files: readonly StoredFile[] = []): Comment => ({
  id: row.id,
  version: row.version,
  recordType: row.record_type,
  recordId: row.record_id,
  authorId: row.author_id,
  html: row.html,
  text: row.words,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  files: [...files],
});
