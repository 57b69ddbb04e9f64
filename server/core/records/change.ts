import { sql } from 'kysely';
import type { DraftOf, PatchOf, RecordDeclaration, RecordOf } from '../../contracts/core/fields.js';
import type { Actor } from '../access/actor.js';
import { forgetInBin, noteInBin } from '../bin/entries.js';
import type { Queries, Tx } from '../db/database.js';
import { holdFile } from '../files/bind.js';
import { forbidden, invalidField, notFound, staleVersion } from '../http/problem.js';
import { indexRecord } from '../search/entries.js';
import type { ChangeOfRecord } from '../webhooks/outbox.js';
import { type Action, admit, coversRow, followHolder, ownerOf, type RecordContext, reaches, scopeOf } from './context.js';
import { count } from './counters.js';
import { columnOf, fromRow, fromStored, type Kind, type Row, toRow, type Values } from './kind.js';
import { followPeople } from './people.js';
import { rowReader } from './read-row.js';
import { checkReferences } from './references.js';

/** What fields name of files becomes the record's. @throws Refusal 422 for a file that belongs to something else. */
async function holdFiles(tx: Tx, kind: Kind, id: number, values: Values): Promise<void> {
  for (const [name, value] of Object.entries(values))
    if (kind.fields.get(name)?.kind === 'file' && typeof value === 'number') await holdFile(tx, value, { type: kind.type, id }, name);
}

/** What a change did to the fields, as the history keeps it. */
export function differencesOf(kind: Kind, before: Row, after: Row): Record<string, { from: unknown; to: unknown }> {
  const differences: Record<string, { from: unknown; to: unknown }> = {};
  for (const [name, field] of kind.fields) {
    const column = columnOf(name);
    // Of forty fields most are as they were: those need no reading and writing out.
    if (before[column] === after[column] && (field.kind !== 'money' || before.currency === after.currency)) continue;
    const [from, to] = [fromStored(field, before[column], before), fromStored(field, after[column], after)];
    if (JSON.stringify(from) !== JSON.stringify(to)) differences[name] = { from, to };
  }
  return differences;
}

async function writeHistory(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, id: number, what: string, changes: unknown): Promise<void> {
  const row = { record_type: kind.type, record_id: id, at: ctx.now(), actor_id: actor.personId, kind: what, changes: JSON.stringify(changes) };
  await tx.insert('record_history', row);
}

/**
 * Everything that goes along with a change of a row: counters, search, webhooks, and word to the open browsers.
 * @param quiet webhooks do not hear of it.
 */
async function follow(ctx: RecordContext, tx: Tx, kind: Kind, before: Row | null, after: Row | null, name: ChangeOfRecord, quiet = false): Promise<void> {
  await count(tx, kind, [{ before, after }]);
  await indexRecord(ctx, tx, kind, before, after);
  await followPeople(tx, kind, [{ before, after }]);
  followHolder(ctx, tx, kind);
  const row = (after ?? before) as Row;
  if (!quiet) await ctx.outbox.changed(tx, kind.type, name, [{ id: row.id as number, version: row.version as number }]);
  const states = [before, after].filter((one) => one !== null);
  tx.afterCommit(() =>
    ctx.live.publish({
      topic: kind.type,
      name,
      // Whoever has this version does not have what changed quietly in it.
      data: quiet ? { id: row.id } : { id: row.id, version: row.version },
      mayHear(listener) {
        const scope = scopeOf(ctx, listener, kind, 'read');
        return states.some((one) => coversRow(kind, scope, one));
      },
    }),
  );
}

/**
 * One row; undefined when there is none or it is in the bin.
 * @param options.lock keeps others from changing it until the transaction ends; `share` for rows that many transactions
 * rely on at a time, such as a stage.
 */
export async function readRow(
  ctx: RecordContext,
  q: Queries,
  kind: Kind,
  id: number,
  options: { lock?: boolean | 'share'; deleted?: boolean } = {},
): Promise<Row | undefined> {
  const { lock = false, deleted = false } = options;
  return (await rowReader(ctx.db.dialect, kind.table, lock, deleted)(q, { id }))[0];
}

/** Reads one record for an actor. @throws Refusal 404 outside their read scope. */
export async function get<D extends RecordDeclaration>(ctx: RecordContext, q: Queries, actor: Actor, kind: Kind<D>, id: number): Promise<RecordOf<D>> {
  return fromRow(kind, admit(ctx, actor, kind, await readRow(ctx, q, kind, id), 'read')) as unknown as RecordOf<D>;
}

/** The row an action is about to change, locked. @throws Refusal 404, 403, or 409 when `version` is stale. */
export async function rowForAction(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, id: number, action: Action, version?: number): Promise<Row> {
  const row = admit(ctx, actor, kind, await readRow(ctx, tx.q, kind, id, { lock: true }), action);
  if (version !== undefined && version !== row.version) throw staleVersion(fromRow(kind, row), version);
  return row;
}

/**
 * Stores a new record with its history, counters and search entry.
 * @param values fields of the declaration, read-only ones too: the caller has checked what came from outside.
 * @param options.vouched fields whose ids the caller has looked up in this transaction.
 */
export async function create<D extends RecordDeclaration>(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind<D>,
  values: Partial<RecordOf<D>> | DraftOf<D>,
  options: { vouched?: readonly string[] } = {},
): Promise<RecordOf<D>> {
  await checkReferences(ctx, tx.q, actor, kind, values as Values, options.vouched);
  const now = ctx.now();
  const row: Row = { ...kind.blank, ...toRow(kind, values as Values), version: 1, created_at: now, created_by: actor.personId, updated_at: now };
  if (!reaches(ctx, actor, kind, row, 'create')) throw forbidden(`${kind.type}.create`);
  const stored: Row = { id: await tx.insert(kind.table, row), ...row };
  await holdFiles(tx, kind, stored.id as number, values as Values);
  await writeHistory(ctx, tx, actor, kind, stored.id as number, 'created', {});
  await follow(ctx, tx, kind, null, stored, 'created');
  await ctx.onCreate?.(tx, kind, stored.id as number);
  return fromRow(kind, stored) as unknown as RecordOf<D>;
}

/**
 * Changes a row that was read in this transaction; only real differences are stored, and nothing at all when there are
 * none. Rights and version were checked by {@link rowForAction}.
 * @param options.quiet for values that the portal itself keeps up to date: no history, same version, no webhook.
 * @param options.given the caller has rules of its own for giving a record away.
 * @param options.vouched fields whose ids the caller has looked up in this transaction.
 */
export async function update<D extends RecordDeclaration>(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind<D>,
  before: Row,
  values: Partial<RecordOf<D>> | PatchOf<D>,
  options: { quiet?: boolean; given?: boolean; vouched?: readonly string[] } = {},
): Promise<RecordOf<D>> {
  const changed = Object.entries(toRow(kind, values as Values)).filter(([column, value]) => before[column] !== value);
  // What stays as it is may point at something that is in the bin by now, or that the actor may not see.
  const changedFields = Object.fromEntries(Object.entries(values as Values).filter(([name]) => changed.some(([column]) => column === columnOf(name))));
  await checkReferences(ctx, tx.q, actor, kind, changedFields, options.vouched);
  if (changed.length === 0) return fromRow(kind, before) as unknown as RecordOf<D>;
  const after: Row = { ...before, ...Object.fromEntries(changed) };
  if (!options.quiet) {
    after.version = (before.version as number) + 1;
    after.updated_at = ctx.now();
    changed.push(['version', after.version], ['updated_at', after.updated_at]);
  }
  if (!options.given && ownerOf(kind, after) !== ownerOf(kind, before) && !reaches(ctx, actor, kind, after, 'change')) throw forbidden(`${kind.type}.change`);
  await tx.update(kind.table, before.id as number, Object.fromEntries(changed));
  await holdFiles(tx, kind, before.id as number, changedFields);
  if (!options.quiet) {
    await writeHistory(ctx, tx, actor, kind, before.id as number, 'changed', differencesOf(kind, before, after));
  }
  await follow(ctx, tx, kind, before, after, 'changed', options.quiet);
  return fromRow(kind, after) as unknown as RecordOf<D>;
}

/** PATCH: rights, version, then the change. @throws Refusal 422 when a required field would become empty. */
export async function change<D extends RecordDeclaration>(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind<D>,
  id: number,
  patch: PatchOf<D>,
): Promise<RecordOf<D>> {
  return changeRow(ctx, tx, actor, kind, await rowForAction(ctx, tx, actor, kind, id, 'change'), patch);
}

/** {@link change} for who has read the row by {@link rowForAction} already. */
export async function changeRow<D extends RecordDeclaration>(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind<D>,
  row: Row,
  patch: PatchOf<D>,
): Promise<RecordOf<D>> {
  const { version, ...values } = patch as Values & { version?: number };
  if (version !== undefined && version !== row.version) throw staleVersion(fromRow(kind, row), { ...fromRow(kind, row), ...values, version });
  for (const [name, value] of Object.entries(values)) if (value === null && kind.fields.get(name)?.required) throw invalidField(name, 'required');
  return update(ctx, tx, actor, kind, row, values as PatchOf<D>);
}

/**
 * Puts a record into the bin; it leaves lists, counts and search at once and can be taken back.
 * @param options.along it goes with another, by which alone it is taken back: the bin does not show it.
 * @param options.as whoever may do this to it may: for making undone at once.
 */
export async function remove<D extends RecordDeclaration>(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  kind: Kind<D>,
  id: number,
  options: { along?: true; as?: Action } = {},
): Promise<RecordOf<D>> {
  const before = await rowForAction(ctx, tx, actor, kind, id, options.as ?? 'delete');
  const now = ctx.now();
  await sql`update ${sql.table(kind.table)} set deleted_at = ${now} where id = ${id}`.execute(tx.q);
  if (!options.along) await noteInBin(tx, now, actor, kind, [before]);
  await writeHistory(ctx, tx, actor, kind, id, 'deleted', {});
  await follow(ctx, tx, kind, before, null, 'deleted');
  return fromRow(kind, before) as unknown as RecordOf<D>;
}

/** Takes a record back out of the bin. */
export async function restore<D extends RecordDeclaration>(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind<D>, id: number): Promise<RecordOf<D>> {
  const row = await readRow(ctx, tx.q, kind, id, { lock: true, deleted: true });
  if (!row) throw notFound();
  admit(ctx, actor, kind, row, 'delete');
  await sql`update ${sql.table(kind.table)} set deleted_at = null where id = ${id}`.execute(tx.q);
  await forgetInBin(tx, kind.type, [id]);
  await writeHistory(ctx, tx, actor, kind, id, 'restored', {});
  await follow(ctx, tx, kind, null, row, 'created');
  return fromRow(kind, row) as unknown as RecordOf<D>;
}

/** Puts a row back that is gone for good, under the number it had; its module and {@link Return} see to what it keeps beside it. */
export async function returnRow(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, row: Row): Promise<void> {
  await tx.insertMany(kind.table, [row]);
  await writeHistory(ctx, tx, actor, kind, row.id as number, 'restored', {});
  await follow(ctx, tx, kind, null, row, 'created');
}
