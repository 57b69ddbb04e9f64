import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { announceMany, changeMany } from '../../../core/records/bulk.js';
import { readRow } from '../../../core/records/change.js';
import type { HandedOn } from '../../../core/records/hand-on.js';
import { fromRow, type Kind, type Row, type Values } from '../../../core/records/kind.js';
import { indexChannels, type Reachable } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';

/** One merger: into which record, the change of that by it, and what it was handed. */
export interface Merger {
  recordId: number;
  into: number;
  historyId: number | null;
  handed: HandedOn;
}

/** The merger of a record, then that of the one it was merged into, and so on: what came to the first came along. */
export async function mergersFrom(tx: Tx, kind: Kind, id: number): Promise<Merger[]> {
  const mergers: Merger[] = [];
  for (let recordId = id; ; ) {
    const row = await tx.q
      .selectFrom('crm_merges')
      .select(['into_id', 'history_id', 'handed'])
      .where('record_type', '=', kind.type)
      .where('record_id', '=', recordId)
      .executeTakeFirst();
    if (!row) return mergers;
    mergers.push({ recordId, into: row.into_id, historyId: row.history_id, handed: JSON.parse(row.handed) as HandedOn });
    recordId = row.into_id;
  }
}

/** Also one that lies in the bin. */
export const rowAnywhere = async (crm: Crm, tx: Tx, kind: Kind, id: number): Promise<Row | undefined> =>
  (await readRow(crm.records, tx.q, kind, id, { lock: true })) ?? (await readRow(crm.records, tx.q, kind, id, { lock: true, deleted: true }));

type Differences = Record<string, { from?: unknown; to?: unknown }>;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const isIn = (one: unknown, list: unknown): boolean => (list as unknown[]).some((other) => same(one, other));

interface Parted {
  /** What the record is to hold again. */
  values: Values;
  /** What came by the merger, single phones and e-mails among it, and is taken away. */
  came: Values;
  /** Fields that somebody has changed since. */
  left: string[];
}

/** @param along what a merger before gave to the one that was merged: only that is taken away; without it all that came. */
function part(kind: Kind, now: Values, differences: Differences, along?: Values): Parted {
  const parted: Parted = { values: {}, came: {}, left: [] };
  for (const [name, change] of Object.entries(differences)) {
    if (along && !(name in along)) continue;
    // What was erased from the history is not there to be given back.
    if (!('from' in change && 'to' in change)) parted.left.push(name);
    else if (!along && same(now[name], change.to)) {
      parted.values[name] = change.from;
      parted.came[name] = kind.fields.get(name)?.kind === 'channels' ? (change.to as unknown[]).filter((one) => !isIn(one, change.from)) : change.to;
    } else if (kind.fields.get(name)?.kind === 'channels') {
      const came = (change.to as unknown[]).filter((one) => !isIn(one, change.from) && (!along || isIn(one, along[name])));
      parted.values[name] = (now[name] as unknown[]).filter((one) => !isIn(one, came));
      parted.came[name] = came;
    } else if (along && !same(along[name], change.to)) continue;
    else if (same(now[name], change.to)) [parted.values[name], parted.came[name]] = [change.from, change.to];
    else if (!same(now[name], change.from)) parted.left.push(name);
  }
  return parted;
}

/**
 * Gives those into which a record was merged, one after the other, what they held before, as far as nobody has changed it since.
 * @returns the fields that stay as they are.
 */
export async function giveValuesBack(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  mergers: readonly Merger[],
  holders: ReadonlyMap<number, Row>,
): Promise<string[]> {
  const left = new Set<string>();
  let along: Values | undefined;
  for (const { into, historyId } of mergers) {
    const row = holders.get(into);
    const line = historyId === null ? undefined : await tx.q.selectFrom('record_history').select('changes').where('id', '=', historyId).executeTakeFirst();
    if (!row || !line) break;
    const parted: Parted = part(kind, fromRow(kind, row), JSON.parse(line.changes) as Differences, along);
    const [changed] = await changeMany(crm.records, tx, actor, kind, [{ before: row, values: parted.values }]);
    if (changed) await indexChannels(crm, tx, kind.type as Reachable, fromRow(kind, changed.after) as never);
    for (const name of parted.left) left.add(name);
    along = parted.came;
  }
  tx.afterCommit(() => announceMany(crm.records, kind.type));
  return [...left];
}

/** Has the later mergers forget what was given back to a record that was merged before them. */
export async function forgetGiven(tx: Tx, kind: Kind, [merger, ...later]: readonly Merger[]): Promise<void> {
  if (!merger) return;
  const given = [...merger.handed.pointers, { type: kind.type, column: 'merged_into_id', ids: [merger.recordId] }];
  const isGiven = (type: string, column: string, id: number) => given.some((one) => one.type === type && one.column === column && one.ids.includes(id));
  for (const { recordId, handed } of later) {
    const pointers = handed.pointers.map(({ type, column, ids }) => ({ type, column, ids: ids.filter((id) => !isGiven(type, column, id)) }));
    await tx.q
      .updateTable('crm_merges')
      .set({ handed: JSON.stringify({ ...handed, pointers }) })
      .where('record_type', '=', kind.type)
      .where('record_id', '=', recordId)
      .execute();
  }
}
