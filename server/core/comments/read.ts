import type { Comment, Mentionable, OfRecord } from '../../contracts/core/comments.js';
import type { Page } from '../../contracts/core/endpoint.js';
import type { Actor } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { filesOf } from '../files/bind.js';
import { invalidField, notFound } from '../http/problem.js';
import { readRow } from '../records/change.js';
import { admit, type RecordContext, reaches } from '../records/context.js';
import type { Kind, Row } from '../records/kind.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { commentType, toComment } from './comment.js';

export interface CommentDeps {
  services: Pick<Services, 'db' | 'notify' | 'now'>;
  records: RecordContext;
}

export interface Commented {
  kind: Kind;
  row: Row;
}

/**
 * The record that is talked about.
 * @throws Refusal 404 when the actor may not read it, or when its module is off.
 */
export async function recordOf(ctx: RecordContext, q: Queries, actor: Actor, { recordType, recordId }: OfRecord): Promise<Commented> {
  const kind = ctx.kinds.get(recordType);
  if (!kind) throw notFound();
  return { kind, row: admit(ctx, actor, kind, await readRow(ctx, q, kind, recordId), 'read') };
}

/** Whether somebody may read the record, and so what is said about it. */
export const maySee = (ctx: RecordContext, who: Actor, { kind, row }: Commented): boolean => reaches(ctx, who, kind, row, 'read');

/** Newest first; the cursor is the id of the last comment shown. */
export async function listComments(ctx: RecordContext, actor: Actor, asked: OfRecord & { limit?: number; after?: string }): Promise<Page<Comment>> {
  const { limit = 50, after } = asked;
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw invalidField('after', 'cursor');
  await recordOf(ctx, ctx.db.read, actor, asked);
  let query = ctx.db.read
    .selectFrom('comments')
    .selectAll()
    .where('record_type', '=', asked.recordType)
    .where('record_id', '=', asked.recordId)
    .where('deleted_at', 'is', null);
  if (after !== undefined) query = query.where('id', '<', Number(after));
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const files = await filesOf(
    ctx,
    ctx.db.read,
    commentType,
    shown.map(({ id }) => id),
  );
  return { items: shown.map((row) => toComment(row, files.get(row.id))), next: rows.length > limit ? String(shown.at(-1)?.id) : null };
}

const mostPeople = 8;

/** Whom a comment may mention, those who can see the record first; among them by name. */
export async function mentionable(ctx: RecordContext, actor: Actor, { q = '', ...of }: OfRecord & { q?: string }): Promise<{ items: Mentionable[] }> {
  const record = await recordOf(ctx, ctx.db.read, actor, of);
  const sought = fold(q);
  const fits = (name: string) => sought === '' || ` ${fold(name)}`.includes(` ${sought}`);
  const items = ctx.access
    .everybody()
    .filter(({ personId, name }) => personId !== actor.personId && fits(name))
    .map((one) => ({ id: one.personId as number, name: one.name, maySee: maySee(ctx, one, record) }))
    .sort((a, b) => Number(b.maySee) - Number(a.maySee) || a.name.localeCompare(b.name, actor.language));
  return { items: items.slice(0, mostPeople) };
}
