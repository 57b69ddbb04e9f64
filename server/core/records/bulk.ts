import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { noteInBin } from '../bin/entries.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { rowLock } from '../db/lock.js';
import { reserveIds } from '../db/rows.js';
import { forbidden } from '../http/problem.js';
import { indexNewRecords, indexRecord } from '../search/entries.js';
import { differencesOf } from './change.js';
import { type Action, coversRow, followHolder, type RecordContext, scopeOf } from './context.js';
import { count } from './counters.js';
import { type Kind, type Row, toRow, type Values } from './kind.js';
import { followPeople } from './people.js';
import type { RecordRef } from './record-ref.js';

/**
 * The ways of {@link create} and {@link update} for records that come by the thousand: the same rows, history, counters,
 * search and webhooks, a few statements for all. No word to the open browsers; {@link announceMany} gives one for the whole.
 */

/** Rows in the bin are left out unless they are asked for; locked until the transaction ends, in the order of their ids, so that two imports cannot lock each other out. */
export async function rowsWhere(ctx: RecordContext, tx: Tx, kind: Kind, condition: RawBuilder<boolean>, also: { inBin?: boolean } = {}): Promise<Row[]> {
  const where = also.inBin ? condition : sql`${condition} and deleted_at is null`;
  const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${where} order by id${rowLock(ctx.db.dialect)}`.execute(tx.q);
  return rows;
}

const versionOf = ({ id, version }: Row) => ({ id: id as number, version: version as number });

const historyOf = (at: string, actor: Actor, kind: Kind, id: number, what: string, changes: unknown) => ({
  record_type: kind.type,
  record_id: id,
  at,
  actor_id: actor.personId,
  kind: what,
  changes: JSON.stringify(changes),
});

/**
 * Stores new records. The caller vouches for what they point at: it was looked up in this transaction.
 * @param action whose scope must cover the owners.
 * @returns the stored rows, in the order of `values`.
 */
export async function createMany(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, values: readonly Values[], action: Action = 'create'): Promise<Row[]> {
  if (values.length === 0) return [];
  const { dialect } = ctx.db;
  const scope = scopeOf(ctx, actor, kind, action);
  const [now, ids] = [ctx.now(), await reserveIds(dialect, tx, kind.table, values.length)];
  // One object of this shape is copied whole: put together field by field, forty columns take longer than their insert.
  const blank: Row = { id: 0, ...kind.blank, version: 1, created_at: now, created_by: actor.personId, updated_at: now };
  const rows = values.map((one, index): Row => {
    const row = Object.assign({ ...blank }, toRow(kind, one));
    row.id = ids[index] as number;
    if (!coversRow(kind, scope, row)) throw forbidden(`${kind.type}.${action}`);
    return row;
  });
  await tx.insertMany(kind.table, rows);
  await tx.insertMany(
    'record_history',
    rows.map((row) => historyOf(now, actor, kind, row.id as number, 'created', {})),
  );
  await count(
    tx,
    kind,
    rows.map((after) => ({ before: null, after })),
  );
  await indexNewRecords(tx, kind, rows);
  await followPeople(
    tx,
    kind,
    rows.map((after) => ({ before: null, after })),
  );
  await ctx.outbox.changed(tx, kind.type, 'created', rows.map(versionOf));
  return rows;
}

/**
 * Changes rows that were read and locked in this transaction; what is as it was stays untouched. Each row stands at most
 * once among `changes`, and the caller has checked the rights and what the values point at. What lies in the bin is changed there: it is neither found nor counted.
 * @returns the rows that did change, before and after.
 */
export async function changeMany(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  changes: readonly { before: Row; values: Values }[],
): Promise<{ before: Row; after: Row }[]> {
  const now = ctx.now();
  const changed: { before: Row; after: Row }[] = [];
  for (const { before, values } of changes) {
    const differing = Object.entries(toRow(kind, values)).filter(([column, value]) => before[column] !== value);
    if (differing.length === 0) continue;
    differing.push(['version', (before.version as number) + 1], ['updated_at', now]);
    await tx.update(kind.table, before.id as number, Object.fromEntries(differing));
    const after = { ...before, ...Object.fromEntries(differing) };
    if (before.deleted_at === null) await indexRecord(ctx, tx, kind, before, after);
    changed.push({ before, after });
  }
  await tx.insertMany(
    'record_history',
    changed.map(({ before, after }) => historyOf(now, actor, kind, before.id as number, 'changed', differencesOf(kind, before, after))),
  );
  const live = changed.filter(({ before }) => before.deleted_at === null);
  await count(tx, kind, live);
  await followPeople(tx, kind, changed);
  followHolder(ctx, tx, kind);
  await ctx.outbox.changed(
    tx,
    kind.type,
    'changed',
    live.map(({ after }) => versionOf(after)),
  );
  return changed;
}

/** Puts rows that were read and locked in this transaction into the bin; the caller has checked the rights. */
export async function removeMany(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const now = ctx.now();
  const ids = rows.map(({ id }) => id as number);
  await sql`update ${sql.table(kind.table)} set deleted_at = ${now} where ${inIds(ctx.db.dialect, sql.ref('id'), ids)}`.execute(tx.q);
  await noteInBin(tx, now, actor, kind, rows);
  await tx.insertMany(
    'record_history',
    ids.map((id) => historyOf(now, actor, kind, id, 'deleted', {})),
  );
  await count(
    tx,
    kind,
    rows.map((before) => ({ before, after: null })),
  );
  for (const row of rows) await indexRecord(ctx, tx, kind, row, null);
}

/** One word for all, to whoever may read records of the kind: their lists and boards are to be read again. */
export function announceMany(ctx: Pick<RecordContext, 'live' | 'access'>, type: string): void {
  ctx.live.publish({ topic: type, name: 'changed', data: {}, mayHear: (listener) => ctx.access.may(listener, `${type}.read`) });
}

/** Lines on the timelines of many records, each on one; see `noteOnTimeline`. @param notes `at` and `actorId` of what was elsewhere before. @returns their ids. */
export async function noteManyOnTimeline(
  ctx: Pick<RecordContext, 'db' | 'now'>,
  tx: Tx,
  actor: Actor,
  notes: readonly { on: RecordRef; kind: string; data?: Record<string, unknown>; at?: string; actorId?: number | null }[],
): Promise<number[]> {
  const { dialect } = ctx.db;
  const [now, ids] = [ctx.now(), await reserveIds(dialect, tx, 'timeline_entries', notes.length)];
  const entries = notes.map((note, index) => ({
    id: ids[index] as number,
    at: note.at ?? now,
    actor_id: note.actorId === undefined ? actor.personId : note.actorId,
    kind: note.kind,
    text: null,
    data: JSON.stringify(note.data ?? {}),
    record_type: note.on.type,
    record_id: note.on.id,
  }));
  await tx.insertMany('timeline_entries', entries);
  await tx.insertMany(
    'timeline_links',
    notes.map(({ on }, index) => ({ record_type: on.type, record_id: on.id, entry_id: ids[index] as number })),
  );
  return ids;
}

/** Gives rows that were read and locked in this transaction the same values, see {@link changeMany}. @returns those that did change, before and after. */
export const changeAlike = (
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  rows: readonly Row[],
  values: Values,
): Promise<{ before: Row; after: Row }[]> =>
  changeMany(
    ctx,
    tx,
    actor,
    kind,
    rows.map((before) => ({ before, values })),
  );

/** {@link changeAlike}, and tells the open browsers once it is committed: told earlier, they would read again what was there before. */
export async function changeAll(...change: Parameters<typeof changeAlike>): ReturnType<typeof changeAlike> {
  const [ctx, tx, , kind] = change;
  const changed = await changeAlike(...change);
  tx.afterCommit(() => announceMany(ctx, kind.type));
  return changed;
}
