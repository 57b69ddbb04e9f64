import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { Refusal } from '../http/problem.js';
import { changeAlike, changeMany, removeMany, rowsWhere } from '../records/bulk.js';
import { restore } from '../records/change.js';
import { coversRow, ownerOf, type RecordContext, scopeOf } from '../records/context.js';
import { fromRow, type Kind, type Row, titleOf, type Values } from '../records/kind.js';
import { checkReferences } from '../records/references.js';
import type { BulkBehaviour, BulkTarget, Changed } from './behaviour.js';
import { changeable, select } from './select.js';
import { type BulkData, dropIds, type Handed, keepChanges, keepLeft, nextIds, type StoredRun } from './store.js';

/** A transaction does not hold the others up for longer, in milliseconds and in rows. */
const longest = 20;
const most = 500;
/** Between two looks at the clock. */
const step = 10;

interface Piece {
  ctx: RecordContext;
  tx: Tx;
  actor: Actor;
  behaviour: BulkBehaviour;
  run: StoredRun;
  /** Records whose turn came and that stayed as they were. */
  left: number[];
}

/** Notes which of these ids were left as they are. */
function noteLeft({ left }: Piece, ids: readonly number[], done: readonly Row[]): void {
  if (done.length === ids.length) return;
  const isDone = new Set(done.map(({ id }) => id));
  left.push(...ids.filter((id) => !isDone.has(id)));
}

/** Notes who has records now that were somebody else's, and whose they were, to tell each once. */
function noteHanded(data: BulkData, kind: Kind, actor: Actor, changed: readonly Changed[]): void {
  const { received, lost = {} } = data;
  data.lost = lost;
  for (const { before, after } of changed) {
    const [from, to] = [ownerOf(kind, before), ownerOf(kind, after)];
    if (from === to) continue;
    const note = (handed: Handed, person: number | null) => {
      if (person !== null && person !== actor.personId)
        handed[person] = { count: (handed[person]?.count ?? 0) + 1, id: after.id as number, title: titleOf(kind, after) };
    };
    note(received, to);
    note(lost, from);
  }
}

/** The next records from where the run stands, and of these the ones that may still be changed; null at the end. Moves `data.at`. */
async function nextRows({ ctx, tx, actor, behaviour, run }: Piece, data: BulkData, target: BulkTarget): Promise<{ ids: number[]; rows: Row[] } | null> {
  const ids = await nextIds(tx.q, run.id, data.at, step);
  const last = ids.at(-1);
  if (last === undefined) return null;
  data.at = last;
  data.done += ids.length;
  await dropIds(tx.q, run.id, last);
  // Whether they matched was asked when the run began; whether they may be changed is asked now.
  const still = changeable(select(ctx, actor, behaviour.kind, data.request, target));
  return { ids, rows: await rowsWhere(ctx, tx, behaviour.kind, sql`${inIds(ctx.db.dialect, sql.ref('id'), ids)} and ${still}`) };
}

async function changeRows(piece: Piece, data: BulkData, rows: readonly Row[], values: Values): Promise<Row[]> {
  const { ctx, tx, actor, behaviour, run } = piece;
  const { kind } = behaviour;
  const changed = await changeAlike(ctx, tx, actor, kind, rows, values);
  await behaviour.follow?.(tx, actor, changed, false);
  await keepChanges(tx, run.id, kind, changed);
  noteHanded(data, kind, actor, changed);
  return changed.map(({ after }) => after);
}

/** Removes one by one where the module does more than core; answers those that did go. */
async function removeEach(remove: (id: number) => Promise<unknown>, rows: readonly Row[]): Promise<Row[]> {
  const gone: Row[] = [];
  for (const row of rows) {
    try {
      await remove(row.id as number);
      gone.push(row);
    } catch (error) {
      // Stands under another since it was looked at: it stays.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return gone;
}

async function removeRows({ ctx, tx, actor, behaviour, run }: Piece, found: readonly Row[]): Promise<readonly Row[]> {
  const { kind, removal } = behaviour;
  if (!removal) await removeMany(ctx, tx, actor, kind, found);
  const rows = removal ? await removeEach((id) => removal.remove(tx, actor, id), found) : found;
  await noteDone(
    tx,
    run.id,
    rows.map(({ id }) => id as number),
  );
  return rows;
}

/** Plans the same for each; answers those that have it now. */
async function planRows(
  { tx, actor, behaviour: { planning }, run }: Piece,
  { request: { plan }, changed }: BulkData,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (!planning || !plan || rows.length === 0) return [];
  const made = await planning.make(tx, actor, plan, rows, changed);
  await tx.insertMany(
    'bulk_items',
    rows.map(({ id }, n) => ({ run_id: run.id, record_id: id as number, changes: JSON.stringify({ made: made[n] }) })),
  );
  return rows;
}

function doRows(piece: Piece, data: BulkData, rows: readonly Row[], target: BulkTarget): Promise<readonly Row[]> {
  if (data.request.action === 'delete') return removeRows(piece, rows);
  if (data.request.action === 'plan') return planRows(piece, data, rows);
  return changeRows(piece, data, rows, target.values);
}

/** Does the next records of the run; false at the end. */
async function doSome(piece: Piece, data: BulkData, target: BulkTarget): Promise<boolean> {
  const next = await nextRows(piece, data, target);
  if (next === null) return false;
  const done = await doRows(piece, data, next.rows, target);
  noteLeft(piece, next.ids, done);
  data.changed += done.length;
  return true;
}

type Differences = Record<string, { from: unknown; to: unknown }>;

/** The values from before, or null where somebody has changed one of them since. */
function valuesBefore(kind: Kind, row: Row, differences: Differences): Values | null {
  const now = fromRow(kind, row);
  const isAsLeft = Object.entries(differences).every(([name, { to }]) => JSON.stringify(now[name] ?? null) === JSON.stringify(to ?? null));
  return isAsLeft ? Object.fromEntries(Object.entries(differences).map(([name, { from }]) => [name, from])) : null;
}

/** What a run did to a record, as it is kept. */
interface Item {
  record_id: number;
  changes: string;
}

const idsOf = (items: readonly Item[]): number[] => items.map(({ record_id }) => record_id);

/** Writes down which records a run has dealt with, where it gave them no other values. */
const noteDone = (tx: Tx, runId: number, ids: readonly number[]): Promise<void> =>
  tx.insertMany(
    'bulk_items',
    ids.map((id) => ({ run_id: runId, record_id: id, changes: '{}' })),
  );

/** Takes records out of the bin again; answers those that did come back. */
async function bringBack({ ctx, tx, actor, behaviour, run }: Piece, ids: readonly number[]): Promise<Row[]> {
  const back: Row[] = [];
  for (const id of ids) {
    try {
      await (behaviour.restore ?? ((tx, actor, id) => restore(ctx, tx, actor, behaviour.kind, id)))(tx, actor, id);
      back.push({ id });
    } catch (error) {
      // Back already, or not theirs any more: left as it is.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  await noteDone(
    tx,
    run.id,
    back.map(({ id }) => id as number),
  );
  return back;
}

/** Gives records what they had before; answers those that nobody has changed since. */
async function changeBack({ ctx, tx, actor, behaviour, run }: Piece, differences: ReadonlyMap<number, Differences>): Promise<Row[]> {
  const { kind } = behaviour;
  // What left an entry that went was moved by the portal itself, whosever it was and in the bin too: it comes back the same way.
  const mayAll = run.data.emptied !== undefined;
  const rows = await rowsWhere(ctx, tx, kind, inIds(ctx.db.dialect, sql.ref('id'), [...differences.keys()]), { inBin: mayAll });
  const scope = scopeOf(ctx, actor, kind, 'change');
  const changes = rows.flatMap((before) => {
    const values = mayAll || coversRow(kind, scope, before) ? valuesBefore(kind, before, differences.get(before.id as number) ?? {}) : null;
    return values ? [{ before, values }] : [];
  });
  const changed = await changeMany(ctx, tx, actor, kind, changes);
  await (run.data.emptied ? behaviour.refill?.follow : behaviour.follow)?.(tx, actor, changed, true);
  await keepChanges(tx, run.id, kind, changed);
  // Whoever has again what was theirs is told nothing: they were not told either that it was somebody else's for a while.
  return changed.map(({ after }) => after);
}

/** Takes away what was planned for records; answers those of which it went. */
async function takePlanBack({ ctx, tx, actor, behaviour, run }: Piece, items: readonly Item[]): Promise<Row[]> {
  const { kind, planning } = behaviour;
  if (!planning) return [];
  const scope = scopeOf(ctx, actor, kind, 'change');
  const rows = await rowsWhere(ctx, tx, kind, inIds(ctx.db.dialect, sql.ref('id'), idsOf(items)));
  const allowed = new Set(rows.filter((row) => coversRow(kind, scope, row)).map(({ id }) => id));
  const made = items
    .filter((item) => allowed.has(item.record_id))
    .map((item) => [item.record_id, (JSON.parse(item.changes) as { made: number }).made] as const);
  const back = await planning.takeBack(tx, actor, new Map(made));
  await noteDone(tx, run.id, back);
  return back.map((id) => ({ id }));
}

function undoRows(piece: Piece, { request }: BulkData, items: readonly Item[]): Promise<Row[]> {
  if (request.action === 'delete') return bringBack(piece, idsOf(items));
  if (request.action === 'plan') return takePlanBack(piece, items);
  return changeBack(piece, new Map(items.map((item) => [item.record_id, JSON.parse(item.changes) as Differences])));
}

/** Takes back the next records of the run that is undone. */
async function undoSome(piece: Piece, data: BulkData, undone: number): Promise<boolean> {
  const items = await piece.tx.q
    .selectFrom('bulk_items')
    .select(['record_id', 'changes'])
    .where('run_id', '=', undone)
    .where('record_id', '>', data.at)
    .orderBy('record_id')
    .limit(step)
    .execute();
  const last = items.at(-1);
  if (!last) return false;
  data.at = last.record_id;
  data.done += items.length;
  const done = await undoRows(piece, data, items);
  noteLeft(piece, idsOf(items), done);
  data.changed += done.length;
  return true;
}

/**
 * Does as much of a run as fits into one transaction.
 * @returns how far it is now, and whether nothing is left.
 */
export async function runPiece(given: Omit<Piece, 'left'>, target: BulkTarget): Promise<{ data: BulkData; isWhole: boolean }> {
  const { ctx, tx, actor, behaviour, run } = given;
  const piece: Piece = { ...given, left: [] };
  const data: BulkData = { ...run.data, received: { ...run.data.received }, lost: { ...run.data.lost } };
  const [began, doneBefore] = [performance.now(), data.done];
  const isEnough = () => performance.now() - began >= longest || data.done - doneBefore >= most;
  if (data.request.action !== 'delete' && run.undoOf === null) await checkReferences(ctx, tx.q, actor, behaviour.kind, target.values);
  let isWhole = false;
  do {
    isWhole = !(await (run.undoOf !== null ? undoSome(piece, data, run.undoOf) : doSome(piece, data, target)));
  } while (!isWhole && !isEnough());
  if (piece.left.length > 0) await keepLeft(tx, run.id, [{ reason: 'meanwhile', last: Math.max(...piece.left), ids: JSON.stringify(piece.left) }]);
  return { data, isWhole };
}
