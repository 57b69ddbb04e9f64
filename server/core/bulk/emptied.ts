import type { BulkRequest } from '../../contracts/core/bulk.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import type { Kind } from '../records/kind.js';
import type { RecordRef } from '../records/record-ref.js';
import type { Services } from '../services.js';
import type { Changed } from './behaviour.js';
import { type BulkData, fromRunRow, keepChanges, readRun, type StoredRun } from './store.js';
import { paramsOf } from './tell.js';

/**
 * Runs of records that leave an entry because it goes, such as a stage: the module moves them itself and writes that down here,
 * so that it stands among the changes of whoever removed the entry, and is taken back like any other.
 */

/** @param run of which kind the records are, what they are given, and how many there are. @returns its number; null where nobody in particular removes it. */
export async function beginEmptying(
  { now }: Pick<Services, 'now'>,
  tx: Tx,
  actor: Actor,
  emptied: RecordRef,
  run: { recordType: string; request: BulkRequest; total: number; isLong: boolean },
): Promise<number | null> {
  if (actor.personId === null) return null;
  const { recordType, request, total, isLong } = run;
  const data: BulkData = { request, left: [], total, at: 0, done: 0, changed: 0, received: {}, isLong, emptied };
  const row = {
    at: now(),
    person_id: actor.personId,
    record_type: recordType,
    action: request.action,
    state: 'running',
    undo_of: null,
    data: JSON.stringify(data),
  };
  return (await tx.q.insertInto('bulk_runs').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** The runs that emptied an entry of which this is the JSON text, or the beginning of it, and were not taken back. */
const emptyingsOf = (tx: Tx, entry: string) =>
  tx.q
    .selectFrom('bulk_runs as r')
    .select(['r.at', 'r.data'])
    .where('r.undo_of', 'is', null)
    .where('r.state', 'in', ['running', 'done'])
    .where('r.data', 'like', `%"emptied":${entry}%`)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('bulk_runs as u').select('u.id').whereRef('u.undo_of', '=', 'r.id'))));

/** Whether an entry was emptied into another, and that was not taken back: its records are not to be looked for in it. */
export async function isEmptied(tx: Tx, { type, id }: RecordRef): Promise<boolean> {
  return (await emptyingsOf(tx, JSON.stringify({ type, id })).limit(1).executeTakeFirst()) !== undefined;
}

/** Since when each entry has been emptied into another, by `type id`: whatever leaves it from then on does so because it goes. */
export async function emptiedSince(tx: Tx): Promise<Map<string, string>> {
  const since = new Map<string, string>();
  for (const { at, data } of await emptyingsOf(tx, '{').execute()) {
    const { emptied } = JSON.parse(data) as BulkData;
    if (emptied) since.set(`${emptied.type} ${emptied.id}`, at);
  }
  return since;
}

const store = (tx: Tx, id: number, state: StoredRun['state'], data: BulkData) =>
  tx.q
    .updateTable('bulk_runs')
    .set({ state, data: JSON.stringify(data) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Writes down what some of the records were like before. @param runs of one removal, of which at most one is of this kind. */
export async function keepEmptied(tx: Tx, runs: readonly number[], kind: Kind, changed: readonly Changed[]): Promise<void> {
  const stored = await Promise.all(runs.map((id) => readRun(tx.q, id)));
  const run = stored.find((one) => one?.recordType === kind.type);
  if (!run) return;
  await keepChanges(tx, run.id, kind, changed);
  const [done, count] = [run.data.done + changed.length, run.data.changed + changed.length];
  await store(tx, run.id, 'running', { ...run.data, done, changed: count, total: Math.max(run.data.total, done) });
}

/** The last has gone; one that went on behind its answer is told of. */
export async function endEmptying({ notify }: Pick<Services, 'notify'>, tx: Tx, id: number): Promise<void> {
  const run = await readRun(tx.q, id);
  if (!run) return;
  const ended = fromRunRow(await store(tx, id, 'done', { ...run.data, total: run.data.done }));
  if (ended.data.isLong) await notify.notify(tx, [ended.personId], { code: 'core.bulk.done', params: paramsOf(ended) });
}
