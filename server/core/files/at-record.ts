import type { Selectable } from 'kysely';
import type { CommentFile, RecordFile, RecordFiles } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import { commentType } from '../comments/comment.js';
import type { Tx } from '../db/database.js';
import { lockRow } from '../db/lock.js';
import type { Tables } from '../db/tables.js';
import { conflict, invalidField, notFound } from '../http/problem.js';
import { readRow, rowForAction } from '../records/change.js';
import { admit, type RecordContext, reaches } from '../records/context.js';
import type { Kind, Row } from '../records/kind.js';
import { noteOnTimeline } from '../records/timeline.js';
import { bindFiles, mostFiles, toStored } from './bind.js';
import { cleanName } from './names.js';

const toRecordFile = (row: Selectable<Tables['files']>): RecordFile => ({
  ...toStored(row),
  recordType: row.record_type as string,
  recordId: row.record_id as number,
  createdAt: row.attached_at ?? row.created_at,
  createdBy: row.created_by,
  isKept: row.attached_at === null,
  removedAt: row.removed_at,
});

function kindOf(ctx: RecordContext, type: string | null): Kind {
  const kind = type === null ? undefined : ctx.kinds.get(type);
  if (!kind) throw notFound();
  return kind;
}

/** Files at a record that the actor may read, the newest first. @throws Refusal 404. */
export async function listFiles(ctx: RecordContext, actor: Actor, on: { recordType: string; recordId: number; removed?: boolean }): Promise<RecordFiles> {
  const kind = kindOf(ctx, on.recordType);
  const row = admit(ctx, actor, kind, await readRow(ctx, ctx.db.read, kind, on.recordId), 'read');
  const rows = await ctx.db.read
    .selectFrom('files')
    .selectAll()
    .where('record_type', '=', kind.type)
    .where('record_id', '=', on.recordId)
    .where('removed_at', on.removed ? 'is not' : 'is', null)
    .orderBy('id', 'desc')
    .limit(mostFiles.atOneRecord)
    .execute();
  const inComments = on.removed ? [] : await filesInComments(ctx, { type: kind.type, id: on.recordId });
  return { items: rows.map(toRecordFile), inComments, mayChange: reaches(ctx, actor, kind, row, 'change') };
}

/** Whoever may read a record may read what is said about it, and so the files that hang on that. */
async function filesInComments(ctx: RecordContext, on: { type: string; id: number }): Promise<CommentFile[]> {
  const rows = await ctx.db.read
    .selectFrom('comments')
    .innerJoin('files', 'files.record_id', 'comments.id')
    .selectAll('files')
    .where('files.record_type', '=', commentType)
    .where('files.removed_at', 'is', null)
    .where('comments.record_type', '=', on.type)
    .where('comments.record_id', '=', on.id)
    .where('comments.deleted_at', 'is', null)
    .orderBy('files.id', 'desc')
    .limit(mostFiles.atOneRecord)
    .execute();
  return rows.map((row) => ({ ...toStored(row), commentId: row.record_id as number, createdAt: row.created_at, createdBy: row.created_by }));
}

/** Tells the browsers that show the record. */
function tell(ctx: RecordContext, tx: Tx, kind: Kind, row: Row): void {
  const mayHear = (listener: Actor) => reaches(ctx, listener, kind, row, 'read');
  tx.afterCommit(() => ctx.live.publish({ topic: kind.type, name: 'changed', data: { id: row.id, version: row.version }, mayHear }));
}

const note = (ctx: RecordContext, tx: Tx, actor: Actor, file: { name: string; on: { type: string; id: number } }, what: 'added' | 'removed' | 'restored') =>
  noteOnTimeline(ctx, tx, actor, file.on, { kind: `core.file.${what}`, data: { name: file.name } });

/** Puts files to a record that the actor may change, and says so on its timeline. @throws Refusal 404, 403, 422. */
export function attachFiles(
  ctx: RecordContext,
  actor: Actor,
  { recordType, recordId, fileIds }: { recordType: string; recordId: number; fileIds: readonly number[] },
): Promise<{ items: RecordFile[] }> {
  const kind = kindOf(ctx, recordType);
  return ctx.db.write(async (tx) => attachTo(ctx, tx, actor, kind, await rowForAction(ctx, tx, actor, kind, recordId, 'change'), fileIds));
}

/** {@link attachFiles} inside a transaction, to a row that was read in it; the caller has checked the rights. */
export async function attachTo(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, row: Row, fileIds: readonly number[]): Promise<{ items: RecordFile[] }> {
  const on = { type: kind.type, id: row.id as number };
  const ofRecord = () => tx.q.selectFrom('files').selectAll().where('record_type', '=', on.type).where('record_id', '=', on.id);
  const before = new Set((await ofRecord().execute()).map(({ id }) => id));
  const bound = await bindFiles(ctx, tx, actor, fileIds, on);
  const fresh = bound.filter(({ id }) => !before.has(id));
  if (before.size + fresh.length > mostFiles.atOneRecord) throw invalidField('fileIds', 'too-many-values', { max: mostFiles.atOneRecord });
  for (const { name } of fresh) await note(ctx, tx, actor, { name, on }, 'added');
  if (fresh.length > 0) tell(ctx, tx, kind, row);
  const ids = new Set(bound.map(({ id }) => id));
  return { items: (await ofRecord().orderBy('id').execute()).filter(({ id }) => ids.has(id)).map(toRecordFile) };
}

/** A file at a record that the actor may change, both locked. @throws Refusal 404; 403; 409 for one that is kept by something else. */
async function fileToChange(ctx: RecordContext, tx: Tx, actor: Actor, id: number) {
  const file = await lockRow(tx, 'files', id);
  if (!file || file.record_id === null) throw notFound();
  const kind = kindOf(ctx, file.record_type);
  const row = await rowForAction(ctx, tx, actor, kind, file.record_id, 'change');
  if (file.attached_at === null) throw conflict('file-kept');
  return { file, kind, row, on: { type: kind.type, id: file.record_id } };
}

/** Gives a file at a record another name. @throws Refusal 404, 403, 409, 422. */
export function renameFile(ctx: RecordContext, actor: Actor, id: number, name: string): Promise<RecordFile> {
  const clean = cleanName(name);
  if (clean === '') throw invalidField('name', 'required');
  return ctx.db.write(async (tx) => {
    const { file, kind, row } = await fileToChange(ctx, tx, actor, id);
    if (file.removed_at !== null) throw notFound();
    if (file.name === clean) return toRecordFile(file);
    await tx.q.updateTable('files').set({ name: clean }).where('id', '=', id).execute();
    tell(ctx, tx, kind, row);
    return toRecordFile({ ...file, name: clean });
  });
}

async function setRemoved(ctx: RecordContext, actor: Actor, id: number, removedAt: string | null): Promise<RecordFile> {
  return ctx.db.write(async (tx) => {
    const { file, kind, row, on } = await fileToChange(ctx, tx, actor, id);
    if ((file.removed_at === null) === (removedAt === null)) return toRecordFile(file);
    await tx.q.updateTable('files').set({ removed_at: removedAt }).where('id', '=', id).execute();
    await note(ctx, tx, actor, { name: file.name, on }, removedAt === null ? 'restored' : 'removed');
    tell(ctx, tx, kind, row);
    return toRecordFile({ ...file, removed_at: removedAt });
  });
}

/** Takes a file away from its record; it can be given back until it is let go. Twice is once. @throws Refusal 404, 403, 409. */
export const removeFile = (ctx: RecordContext, actor: Actor, id: number): Promise<RecordFile> => setRemoved(ctx, actor, id, ctx.now());

/** Gives a file that was taken away back to its record. @throws Refusal 404, 403, 409. */
export const restoreFile = (ctx: RecordContext, actor: Actor, id: number): Promise<RecordFile> => setRemoved(ctx, actor, id, null);
