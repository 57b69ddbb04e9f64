import type { Comment, OfRecord } from '../../contracts/core/comments.js';
import { type Actor, covers } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { forbidden, invalidField, notFound, Refusal, staleVersion } from '../http/problem.js';
import { type Action, ownerOf, scopeOf } from '../records/context.js';
import { noteOnTimeline } from '../records/timeline.js';
import { type CommentRow, toComment } from './comment.js';
import { type CommentDeps, type Commented, maySee, recordOf } from './read.js';
import { cleanRichText, isBlank, mentionsIn, type RichText } from './rich-text.js';
import { tellOfComment } from './tell.js';

/** Taken apart before the transaction. @throws Refusal 422 naming `html` when nothing is left. */
async function cleaned({ services }: CommentDeps, html: string): Promise<RichText> {
  const named = [...new Set([...html.matchAll(/data-mention\s*=\s*["']?(\d{1,15})/gi)].map(([, id]) => Number(id)))].slice(0, 200);
  const people = named.length === 0 ? [] : await services.db.read.selectFrom('people').select(['id', 'name']).where('id', 'in', named).execute();
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const text = cleanRichText(html, (id) => names.get(id));
  if (isBlank(text.words)) throw invalidField('html', 'required');
  return text;
}

/** Word to the browsers that show the record. */
function publish({ records }: CommentDeps, tx: Tx, { record_type, record_id }: Pick<CommentRow, 'record_type' | 'record_id'>, record: Commented): void {
  tx.afterCommit(() =>
    records.live.publish({ topic: record_type, name: 'commented', data: { id: record_id }, mayHear: (listener) => maySee(records, listener, record) }),
  );
}

const may = ({ records }: CommentDeps, actor: Actor, { kind, row }: Commented, action: Action): boolean =>
  covers(scopeOf(records, actor, kind, action), ownerOf(kind, row));

/** A record that the actor may talk about: whoever may read it may; but a token that was given for reading writes nothing. */
async function commentable(deps: CommentDeps, tx: Tx, actor: Actor, of: OfRecord): Promise<Commented> {
  const record = await recordOf(deps.records, tx.q, actor, of);
  if (actor.byToken && !may(deps, actor, record, 'change')) throw forbidden(`${of.recordType}.change`);
  return record;
}

export async function addComment(deps: CommentDeps, actor: Actor, { html, ...of }: OfRecord & { html: string }): Promise<Comment> {
  const { services, records } = deps;
  const text = await cleaned(deps, html);
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
    const comment = toComment({ id, ...values });
    await tellOfComment(deps, tx, actor, comment, record, { mentioned: mentionsIn(text.html), isNew: true });
    publish(deps, tx, values, record);
    return comment;
  });
}

interface Found {
  comment: CommentRow;
  record: Commented;
}

/** A comment on a record that the actor may read, locked. @throws Refusal 404. */
async function find(deps: CommentDeps, tx: Tx, actor: Actor, id: number, deleted: boolean): Promise<Found> {
  let query = tx.q
    .selectFrom('comments')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', deleted ? 'is not' : 'is', null);
  if (deps.records.db.dialect === 'postgres') query = query.forUpdate();
  const comment = await query.executeTakeFirst();
  if (!comment) throw notFound();
  return { comment, record: await commentable(deps, tx, actor, { recordType: comment.record_type, recordId: comment.record_id }) };
}

export async function changeComment(deps: CommentDeps, actor: Actor, id: number, { html, version }: { html: string; version?: number }): Promise<Comment> {
  const { services } = deps;
  const text = await cleaned(deps, html);
  return services.db.write(async (tx) => {
    const { comment: before, record } = await find(deps, tx, actor, id, false);
    if (before.author_id !== actor.personId) throw new Refusal(403, 'not-your-comment');
    if (version !== undefined && version !== before.version) throw staleVersion(toComment(before), { ...toComment(before), html: text.html, version });
    if (text.html === before.html) return toComment(before);
    const change = { ...text, version: before.version + 1, changed_at: services.now() };
    await tx.q.updateTable('comments').set(change).where('id', '=', id).execute();
    const comment = toComment({ ...before, ...change });
    const known = mentionsIn(before.html);
    const mentioned = mentionsIn(text.html).filter((one) => !known.includes(one));
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
    publish(deps, tx, comment, record);
    return toComment(comment);
  });
}

/** Takes a removed comment back: whoever removed it, and whoever may delete the record. */
export function restoreComment(deps: CommentDeps, actor: Actor, id: number): Promise<Comment> {
  return deps.services.db.write(async (tx) => {
    const { comment, record } = await find(deps, tx, actor, id, true);
    if (comment.deleted_by !== actor.personId && !may(deps, actor, record, 'delete')) throw notFound();
    await tx.q.updateTable('comments').set({ deleted_at: null, deleted_by: null }).where('id', '=', id).execute();
    publish(deps, tx, comment, record);
    return toComment(comment);
  });
}
