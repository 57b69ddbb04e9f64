import { sql } from 'kysely';
import type { StoredFile } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import type { Database, Queries, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { invalidField } from '../http/problem.js';
import type { RecordRef } from '../records/record-ref.js';

/** So many files may be at one record, and be brought to it at a time. */
export const mostFiles = { atOneRecord: 1000, atOnce: 100 };

type Context = { db: Pick<Database, 'dialect'>; now(): string };

/**
 * Binds files that the actor brought, and that are nobody's yet, to a record or to what stands on one (see parents). Those that are
 * there already stay, so that it can be said twice.
 * @param path names the field in which the ids came.
 * @throws Refusal 422 when one of them is not the actor's, or belongs to something else.
 */
export async function bindFiles(ctx: Context, tx: Tx, actor: Actor, fileIds: readonly number[], on: RecordRef, path = 'fileIds'): Promise<StoredFile[]> {
  const ids = [...new Set(fileIds)];
  if (ids.length === 0) return [];
  if (ids.length > mostFiles.atOnce) throw invalidField(path, 'too-many-values', { max: mostFiles.atOnce });
  const of = inIds(ctx.db.dialect, sql.ref('id'), ids);
  const rows = await tx.q
    .selectFrom('files')
    .select(['id', 'name', 'size', 'media_type', 'created_by', 'record_type', 'record_id', 'removed_at'])
    .where(of)
    .orderBy('id')
    .execute();
  const isThere = (row: (typeof rows)[number]) => row.record_type === on.type && row.record_id === on.id && row.removed_at === null;
  const isFree = (row: (typeof rows)[number]) => row.record_type === null && row.created_by !== null && row.created_by === actor.personId;
  const unknown = ids.findIndex((id) => !rows.some((row) => row.id === id && (isThere(row) || isFree(row))));
  if (unknown >= 0) throw invalidField(`${path}.${unknown}`, 'unknown-file');
  await tx.q.updateTable('files').set({ record_type: on.type, record_id: on.id, attached_at: ctx.now() }).where(of).where('record_type', 'is', null).execute();
  return rows.map(toStored);
}

/**
 * Keeps a file at what names it in a field of its own, such as a person at their picture: not to be removed there as an attachment is. A
 * file belongs to one thing, so that it can go with it.
 * @param path names the field in which the id came.
 * @throws Refusal 422 when it belongs to something else, or is gone.
 */
export async function holdFile(tx: Tx, id: number, on: RecordRef, path: string): Promise<void> {
  const isThere = sql<boolean>`(record_type is null or (record_type = ${on.type} and record_id = ${on.id}))`;
  const { numUpdatedRows } = await tx.q
    .updateTable('files')
    .set({ record_type: on.type, record_id: on.id, attached_at: null, removed_at: null })
    .where('id', '=', id)
    .where(isThere)
    .executeTakeFirstOrThrow();
  if (!numUpdatedRows) throw invalidField(path, 'unknown-file');
}

export const toStored = (row: { id: number; name: string; size: number; media_type: string }): StoredFile => ({
  id: row.id,
  name: row.name,
  size: row.size,
  mediaType: row.media_type,
});

/** The files bound to each of `ids` of one type, in the order in which they came. The caller has checked who asks. */
export async function filesOf(ctx: Pick<Context, 'db'>, q: Queries, type: string, ids: readonly number[]): Promise<Map<number, StoredFile[]>> {
  const rows = await q
    .selectFrom('files')
    .select(['id', 'name', 'size', 'media_type', 'record_id'])
    .where('record_type', '=', type)
    .where(inIds(ctx.db.dialect, sql.ref('record_id'), ids))
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  const files = new Map<number, StoredFile[]>();
  for (const row of rows) files.set(row.record_id as number, [...(files.get(row.record_id as number) ?? []), toStored(row)]);
  return files;
}
