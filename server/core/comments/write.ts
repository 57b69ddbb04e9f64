import type { Comment, OfRecord } from '../../contracts/core/comments.js';
import type { StoredFile } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { lockRow } from '../db/lock.js';
import { bindFiles, filesOf } from '../files/bind.js';
import { forbidden, invalidField, notFound, Refusal, staleVersion } from '../http/problem.js';
import { type Action, reaches } from '../records/context.js';
import { noteOnTimeline } from '../records/timeline.js';
import { COMMENTS } from '../search/comment-entries.js';
import { type CommentRow, commentType, toComment } from './comment.js';
import { type CommentDeps, type Commented, maySee, recordOf } from './read.js';
import { cleanForPeople, isBlank, mentionsIn, type RichText } from './rich-text.js';
import { followInNotices, tellOfComment } from './tell.js';

/** @throws Refusal 422 naming the field when there is neither a text nor a file. */
function demandContent({ words }: RichText, files: readonly unknown[], field: 'html' | 'fileIds' = 'html'): void {
  if (isBlank(words) && files.length === 0) throw invalidField(field, 'required');
}

/** Word to the browsers that show the record. */
function publish({ records }: CommentDeps, tx: Tx, { record_type, record_id }: Pick<CommentRow, 'record_type' | 'record_id'>, record: Commented): void {
  tx.afterCommit(() =>
    records.live.publish({ topic: record_type, name: 'commented', data: { id: record_id }, mayHear: (listener) => maySee(records, listener, record) }),
  );
}

const may = ({ records }: CommentDeps, actor: Actor, { kind, row }: Commented, action: Action): boolean => reaches(records, actor, kind, row, action);

/** A record that the actor may talk about: whoever may read it may; but a token that was given for reading writes nothing. */
async function commentable(deps: CommentDeps, tx: Tx, actor: Actor, of: OfRecord): Promise<Commented> {
  const record = await recordOf(deps.records, tx.q, actor, of);
  if (actor.byToken && !may(deps, actor, record, 'change')) throw forbidden(`${of.recordType}.change`);
  return record;
}

export async function addComment(
  deps: CommentDeps,
  actor: Actor,
  { html, fileIds = [], ...of }: OfRecord & { html: string; fileIds?: number[] },
): Promise<Comment> {
  const { services, records } = deps;
  const text = await cleanForPeople(deps.services.db.read, html);
  demandContent(text, fileIds);
  return services.db.write(async (tx) => {
    const record = await commentable(deps, tx, actor, of);
    const entry = await noteOnTimeline(records, tx, actor, { type: of.recordType, id: of.recordId }, { kind: 'comment' });
    const values = {
      version: 1,
      record_type: of.recordType,
      record_id: of.recordId,
      entry_id: entry.id,
      author_id: actor.personId,
      ...text,
      created_at: entry.at,
      changed_at: null,
      deleted_at: null,
      deleted_by: null,
    };
    const { id } = await tx.q.insertInto('comments').values(values).returning('id').executeTakeFirstOrThrow();
    await records.search.add(tx, COMMENTS, id);
    const files = await bindFiles(records, tx, actor, fileIds, { type: commentType, id });
    const comment = toComment({ id, ...values }, files);
    await tellOfComment(deps, tx, actor, comment, record, { mentioned: mentionsIn(text.html), isNew: true });
    publish(deps, tx, values, record);
    return comment;
  });
}

const filesAt = async ({ records }: CommentDeps, tx: Tx, id: number): Promise<StoredFile[]> => (await filesOf(records, tx.q, commentType, [id])).get(id) ?? [];

interface Found {
  comment: CommentRow;
  record: Commented;
}

/** A comment on a record that the actor may read, locked. @throws Refusal 404. */
async function find(deps: CommentDeps, tx: Tx, actor: Actor, id: number, deleted: boolean): Promise<Found> {
  const comment = await lockRow(tx, 'comments', id);
  if (!comment || (comment.deleted_at !== null) !== deleted) throw notFound();
  return { comment, record: await commentable(deps, tx, actor, { recordType: comment.record_type, recordId: comment.record_id }) };
}

export async function changeComment(
  deps: CommentDeps,
  actor: Actor,
  id: number,
  { html, fileIds, version }: { html?: string; fileIds?: number[]; version?: number },
): Promise<Comment> {
  const { services } = deps;
  const written = html === undefined ? undefined : await cleanForPeople(deps.services.db.read, html);
  return services.db.write(async (tx) => {
    const { comment: before, record } = await find(deps, tx, actor, id, false);
    if (before.author_id !== actor.personId) throw new Refusal(403, 'not-your-comment');
    const held = await filesAt(deps, tx, id);
    const text = written ?? { html: before.html, words: before.words };
    if (version !== undefined && version !== before.version)
      throw staleVersion(toComment(before, held), { ...toComment(before, held), html: text.html, version });
    const kept = fileIds ?? held.map((file) => file.id);
    demandContent(text, kept, html === undefined ? 'fileIds' : 'html');
    const dropped = held.filter((file) => !kept.includes(file.id)).map((file) => file.id);
    const fresh = kept.filter((fileId) => held.every((file) => file.id !== fileId));
    if (text.html === before.html && dropped.length === 0 && fresh.length === 0) return toComment(before, held);
    const files = await bindFiles(deps.records, tx, actor, kept, { type: commentType, id });
    if (dropped.length > 0) await tx.q.updateTable('files').set({ removed_at: services.now() }).where('id', 'in', dropped).execute();
    const change = { ...text, version: before.version + 1, changed_at: services.now() };
    await tx.q.updateTable('comments').set(change).where('id', '=', id).execute();
    await deps.records.search.add(tx, COMMENTS, id);
    const comment = toComment({ ...before, ...change }, files);
    const known = mentionsIn(before.html);
    const mentioned = mentionsIn(text.html).filter((one) => !known.includes(one));
    await followInNotices(tx, comment);
    await tellOfComment(deps, tx, actor, comment, record, { mentioned, isNew: false });
    publish(deps, tx, before, record);
    return comment;
  });
}

export function removeComment(deps: CommentDeps, actor: Actor, id: number): Promise<Comment> {
  const { services } = deps;
  return services.db.write(async (tx) => {
    const { comment, record } = await find(deps, tx, actor, id, false);
    if (comment.author_id !== actor.personId && !may(deps, actor, record, 'delete')) throw forbidden(`${record.kind.type}.delete`);
    await tx.q.updateTable('comments').set({ deleted_at: services.now(), deleted_by: actor.personId }).where('id', '=', id).execute();
    await deps.records.search.add(tx, COMMENTS, id);
    const removed = toComment(comment, await filesAt(deps, tx, id));
    await followInNotices(tx, removed, true);
    publish(deps, tx, comment, record);
    return removed;
  });
}

/** Takes a removed comment back: whoever removed it, and whoever may delete the record. */
export function restoreComment(deps: CommentDeps, actor: Actor, id: number): Promise<Comment> {
  return deps.services.db.write(async (tx) => {
    const { comment, record } = await find(deps, tx, actor, id, true);
    if (comment.deleted_by !== actor.personId && !may(deps, actor, record, 'delete')) throw notFound();
    await tx.q.updateTable('comments').set({ deleted_at: null, deleted_by: null }).where('id', '=', id).execute();
    await deps.records.search.add(tx, COMMENTS, id);
    const restored = toComment(comment, await filesAt(deps, tx, id));
    await followInNotices(tx, restored);
    publish(deps, tx, comment, record);
    return restored;
  });
}
