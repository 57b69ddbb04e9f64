import type { Emptied } from '../../../contracts/crm/endpoints.js';
import type { Pipeline } from '../../../contracts/crm/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField, Refusal } from '../../../core/http/problem.js';
import { readRow, remove, rowForAction, update } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { demandSettled, emptyInto } from '../emptying/empty.js';
import { leavings } from '../emptying/leaving.js';
import { pipeline, stage } from '../kinds.js';
import { lockStages } from './edit-stages.js';
import { stagesOf } from './find.js';

type Stages = Awaited<ReturnType<typeof stagesOf>>;

/** The stage of another pipeline that comes next to one of this: of the same semantic, as far from the first as it is here, or the last. */
function counterpart(here: Stages, there: Stages, id: number): number {
  const from = here.find((one) => one.id === id);
  const place = here.filter((one) => one.semantic === from?.semantic).findIndex((one) => one.id === id);
  const like = there.filter((one) => one.semantic === from?.semantic);
  const found = like[place] ?? like.at(-1);
  if (!found) throw new Error(`No stage "${from?.semantic}" to go to`);
  return found.id;
}

/**
 * Puts a pipeline and its stages into the bin.
 * @param moveTo another pipeline, to whose stages its deals go.
 * @returns the pipeline: gone, or still there with `movesTo` where its deals are many.
 * @throws Refusal 409 `pipeline-is-default`, or `pipeline-in-use` with the number of its deals when `moveTo` is missing.
 */
export async function removePipeline(crm: Crm, tx: Tx, actor: Actor, id: number, moveTo: number | undefined): Promise<Pipeline & Emptied> {
  const row = await rowForAction(crm.records, tx, actor, pipeline, id, 'delete');
  if (row.is_default === 1) throw conflict('pipeline-is-default');
  // Both in one order always, so that two people who empty pipelines into each other take turns.
  for (const one of [id, ...(moveTo === undefined ? [] : [moveTo])].sort((a, b) => a - b)) await lockStages(crm, tx, one);
  const { n } = await tx.q
    .selectFrom('crm_deals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('pipeline_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (n > 0 && moveTo === undefined) throw new Refusal(409, 'pipeline-in-use', { params: { count: n }, extra: { count: n } });
  await demandSettled(tx, leavings.pipeline, row);
  const here = await stagesOf(tx.q, id);
  for (const each of here) await demandSettled(tx, leavings.stage, { id: each.id, moves_to: each.moves_to });
  if (moveTo === undefined) {
    const removed = await remove(crm.records, tx, actor, pipeline, id);
    for (const each of here) await remove(crm.records, tx, actor, stage, each.id, { along: true });
    return { ...removed, run: null };
  }
  const other = await readRow(crm.records, tx.q, pipeline, moveTo, { lock: 'share' });
  if (!other || moveTo === id || other.moves_to !== null) throw invalidField('moveTo', 'unknown-record');
  const there = (await stagesOf(tx.q, moveTo)).filter((one) => one.moves_to === null);
  for (const each of here) {
    const closed = await readRow(crm.records, tx.q, stage, each.id);
    if (closed) await update(crm.records, tx, systemActor(), stage, closed, { movesTo: counterpart(here, there, each.id) });
  }
  const { entry, runs } = await emptyInto(crm, tx, actor, leavings.pipeline, row, moveTo);
  return { ...(entry as unknown as Pipeline), run: runs[0] ?? null };
}
