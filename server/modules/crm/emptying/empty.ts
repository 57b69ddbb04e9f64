import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import { beginEmptying, endEmptying } from '../../../core/bulk/emptied.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict } from '../../../core/http/problem.js';
import type { JobHandler } from '../../../core/jobs/jobs.js';
import { announceMany } from '../../../core/records/bulk.js';
import { readRow, remove, update } from '../../../core/records/change.js';
import type { Kind, Row, Values } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { type Leaving, leavingOf, sumOf } from './leaving.js';

/** Name of the task inside the module. */
export const emptyTask = 'empty';
const emptyJob = `crm.${emptyTask}`;
/** So many records move before the answer comes; more go on behind it. */
const atOnce = 250;
/** Milliseconds of one turn of the job, so that others have theirs, and between two words to the open browsers. */
const longestTurn = 3000;
const pause = 400;

interface Payload {
  type: string;
  id: number;
  personId: number | null;
  /** That write down what was moved, to take it back: one for each kind of record. */
  runs?: number[];
  /** Turns of the job before this one. */
  turns: number;
}

/** The portal itself, in the name of whoever asked: they may have lost the right, or left, before the end. */
const inNameOf = (personId: number | null): Actor => ({ ...systemActor(), personId });

/** @throws Refusal 409 while it is being emptied itself, or takes in what leaves another. */
export async function demandSettled(tx: Tx, { kind }: Leaving, row: Row): Promise<void> {
  if (row.moves_to !== null) throw conflict('is-leaving');
  const { rows } = await sql`select 1 from ${sql.table(kind.table)} where moves_to = ${row.id} and deleted_at is null limit 1`.execute(tx.q);
  if (rows.length > 0) throw conflict('takes-in');
}

/** @returns whether it is empty and gone. */
async function finish(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  leaving: Leaving,
  { id, to, runs }: { id: number; to: number; runs: readonly number[] },
): Promise<boolean> {
  const { kind } = leaving;
  // Whoever entered it before it was closed has it locked until that is stored: now nobody can be on the way any more.
  const row = await readRow(crm.records, tx.q, kind, id, { lock: true });
  if (!row) return true;
  if ((await leaving.some(crm, tx, actor, id, to, runs)) > 0) return false;
  await tx.q
    .updateTable(kind.table as 'crm_stages')
    .set({ moves_to: null, moves_total: null })
    .where('id', '=', id)
    .execute();
  await remove(crm.records, tx, actor, kind, id);
  await leaving.along?.(crm, tx, actor, id);
  for (const run of runs) await endEmptying(crm, tx, run);
  return true;
}

async function announce(crm: Crm, leaving: Leaving, id: number): Promise<void> {
  const kinds = await crm.db.write((tx) => leaving.records(tx, id));
  for (const { type } of [leaving.kind, ...kinds]) announceMany(crm, type);
}

/**
 * Closes an entry, moves what stands in it or names it to another, and removes it: at once where that is little, else by a job in
 * pieces, while the entry says where its records go. Records are never without one.
 * @param row the entry, locked, whose right was asked. @param to was checked by the caller.
 * @returns the entry: removed, or still there with `movesTo`; and the runs by which that is taken back, one for each kind of record that moves.
 */
export async function emptyInto(crm: Crm, tx: Tx, actor: Actor, leaving: Leaving, row: Row, to: number): Promise<{ entry: Values; runs: number[] }> {
  const { kind } = leaving;
  const id = row.id as number;
  const counts = await leaving.count(tx, id);
  const total = sumOf(counts);
  const closed = await update(crm.records, tx, actor, kind, row, { movesTo: to, movesTotal: total });
  const by = inNameOf(actor.personId);
  const isLong = total > atOnce;
  const runs: number[] = [];
  for (const { type: recordType, n } of counts) {
    const draft = { recordType, request: leaving.given(to), total: n, isLong };
    const run = n > 0 ? await beginEmptying(crm, tx, actor, { type: kind.type, id }, draft) : null;
    if (run !== null) runs.push(run);
  }
  if (!isLong) {
    while (!(await finish(crm, tx, by, leaving, { id, to, runs }))) {
      // Moved by looking whether it is empty.
    }
    for (const { type } of await leaving.records(tx, id)) tx.afterCommit(() => announceMany(crm, type));
    return { entry: { ...closed, movesTo: null, movesTotal: null }, runs };
  }
  await crm.jobs.plan(tx, emptyJob, `${kind.type}.${id}.0`, { type: kind.type, id, personId: actor.personId, runs, turns: 0 } satisfies Payload);
  return { entry: closed, runs };
}

/** Goes on with emptying, piece by piece; what was moved is stored with each, so a kill in between costs nothing. */
export const goOnEmptying =
  (crm: Crm): JobHandler =>
  async (payload, _attempt, dealtWith) => {
    const { type, id, personId, runs = [], turns } = payload as Payload;
    const leaving = leavingOf(type);
    if (!leaving) return undefined;
    const actor = inNameOf(personId);
    const until = performance.now() + longestTurn;
    let told = performance.now();
    let moved = 0;
    let isGone = false;
    while (!isGone && performance.now() < until) {
      isGone = await crm.db.write(async (tx) => {
        const row = await readRow(crm.records, tx.q, leaving.kind as Kind, id);
        if (!row || row.moves_to === null) return true;
        const to = row.moves_to as number;
        const some = await leaving.some(crm, tx, actor, id, to, runs);
        moved += some;
        return some === 0 && (await finish(crm, tx, actor, leaving, { id, to, runs }));
      });
      if (performance.now() - told > pause) {
        told = performance.now();
        await announce(crm, leaving, id);
      }
      await turn();
    }
    dealtWith(moved);
    await announce(crm, leaving, id);
    return isGone
      ? undefined
      : (tx) => crm.jobs.schedule(tx, emptyJob, `${type}.${id}.${turns + 1}`, crm.now(), { type, id, personId, runs, turns: turns + 1 } satisfies Payload);
  };
