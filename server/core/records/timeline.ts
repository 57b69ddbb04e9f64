import type { StoredFile } from '../../contracts/core/files.js';
import type { TimelineEntry } from '../../contracts/core/timeline.js';
import type { Actor } from '../access/actor.js';
import { type CommentRow, commentType, toComment } from '../comments/comment.js';
import type { Tx } from '../db/database.js';
import { prepared } from '../db/prepared.js';
import { filesOf } from '../files/bind.js';
import type { RecordContext } from './context.js';
import type { RecordRef } from './record-ref.js';

/**
 * Writes what happened onto the timeline of a record, and of others it concerns.
 * @param entry.kind dotted code beginning with the module's id, see {@link TimelineEntry}.
 * @param entry.openData what the others show instead of `data`, where not everybody who reads them may read the record itself.
 */
export async function noteOnTimeline(
  ctx: Pick<RecordContext, 'now'>,
  tx: Tx,
  actor: Actor,
  on: RecordRef,
  { openData, ...entry }: { kind: string; text?: string; data?: Record<string, unknown>; openData?: Record<string, unknown> },
  also: readonly RecordRef[] = [],
): Promise<TimelineEntry> {
  const others = also.filter((other) => other.type !== on.type || other.id !== on.id);
  if (openData === undefined) return insertEntry(ctx, tx, actor, on, entry, [on, ...others]);
  if (others.length > 0) await insertEntry(ctx, tx, actor, on, { ...entry, data: openData }, others);
  return insertEntry(ctx, tx, actor, on, entry, [on]);
}

async function insertEntry(
  ctx: Pick<RecordContext, 'now'>,
  tx: Tx,
  actor: Actor,
  on: RecordRef,
  entry: { kind: string; text?: string; data?: Record<string, unknown> },
  links: readonly RecordRef[],
): Promise<TimelineEntry> {
  const row = {
    at: ctx.now(),
    actor_id: actor.personId,
    kind: entry.kind,
    text: entry.text ?? null,
    data: JSON.stringify(entry.data ?? {}),
    record_type: on.type,
    record_id: on.id,
  };
  const id = await tx.insert('timeline_entries', row);
  await tx.insertMany(
    'timeline_links',
    links.map((link) => ({ record_type: link.type, record_id: link.id, entry_id: id })),
    ' on conflict do nothing',
  );
  return { id, at: row.at, actorId: row.actor_id, kind: row.kind, text: row.text, data: entry.data ?? {}, recordType: on.type, recordId: on.id };
}

/** Puts all that stands on one timeline onto another too, as when a deal is made from a lead. */
export async function shareTimeline(tx: Tx, from: RecordRef, to: RecordRef): Promise<void> {
  await tx.q
    .insertInto('timeline_links')
    .columns(['record_type', 'record_id', 'entry_id'])
    .expression((eb) =>
      eb
        .selectFrom('timeline_links')
        .select([eb.val(to.type).as('record_type'), eb.val(to.id).as('record_id'), 'entry_id'])
        .where('record_type', '=', from.type)
        .where('record_id', '=', from.id),
    )
    .onConflict((oc) => oc.doNothing())
    .execute();
}

const page = prepared((q, { type, id, before, limit }: { type: string; id: number; before: number; limit: number }) =>
  q
    .selectFrom('timeline_links as l')
    .innerJoin('timeline_entries as e', 'e.id', 'l.entry_id')
    .leftJoin('comments as c', 'c.entry_id', 'l.entry_id')
    .select(['e.id', 'e.at', 'e.actor_id', 'e.kind', 'e.text', 'e.data', 'e.record_type', 'e.record_id'])
    .select([
      'c.id as comment_id',
      'c.version',
      'c.record_type as said_of_type',
      'c.record_id as said_of_id',
      'c.author_id',
      'c.html',
      'c.words',
      'c.changed_at',
    ])
    .where('l.record_type', '=', type)
    .where('l.record_id', '=', id)
    .where('l.entry_id', '<', before)
    .where('c.deleted_at', 'is', null)
    .orderBy('l.entry_id', 'desc')
    .limit(limit)
    .compile(),
);

/** One page of a timeline, newest first. The caller has checked that the actor may read the record. */
export async function readTimeline(
  ctx: Pick<RecordContext, 'db'>,
  on: RecordRef,
  { limit = 50, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number },
): Promise<{ items: TimelineEntry[]; next: number | null }> {
  const { read } = ctx.db;
  const rows = await page(read, { ...on, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const commentIds = shown.flatMap((row) => (row.comment_id === null ? [] : [row.comment_id]));
  const files = commentIds.length === 0 ? new Map<number, StoredFile[]>() : await filesOf(ctx, read, commentType, commentIds);
  const commentOf = (row: (typeof rows)[number]): Pick<TimelineEntry, 'comment'> => {
    if (row.comment_id === null) return {};
    const { said_of_type, said_of_id, at } = row;
    const stored = { ...row, id: row.comment_id, record_type: said_of_type, record_id: said_of_id, created_at: at } as CommentRow & typeof row;
    return { comment: toComment(stored, files.get(row.comment_id)) };
  };
  const items = shown.map(
    (row): TimelineEntry => ({
      id: row.id,
      at: row.at,
      actorId: row.actor_id,
      kind: row.kind,
      text: row.words ?? row.text,
      data: JSON.parse(row.data),
      recordType: row.record_type,
      recordId: row.record_id,
      ...commentOf(row),
    }),
  );
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
