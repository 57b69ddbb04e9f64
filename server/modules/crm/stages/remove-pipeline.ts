import type { Pipeline } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField, Refusal } from '../../../core/http/problem.js';
import { readRow, remove, rowForAction } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { deal, pipeline, stage } from '../kinds.js';
import { lockStages } from './edit-stages.js';
import { stagesOf } from './find.js';
import { moveAll } from './move-all.js';

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
 * @throws Refusal 409 `pipeline-is-default`, or `pipeline-in-use` with the number of its deals when `moveTo` is missing.
 */
export async function removePipeline(crm: Crm, tx: Tx, actor: Actor, id: number, moveTo: number | undefined): Promise<Pipeline> {
  const row = await rowForAction(crm.records, tx, actor, pipeline, id, 'delete');
  if (row.is_default === 1) throw conflict('pipeline-is-default');
  await lockStages(crm, tx, id);
  const { n } = await tx.q
    .selectFrom('crm_deals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('pipeline_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (n > 0 && moveTo === undefined) throw new Refusal(409, 'pipeline-in-use', { params: { count: n }, extra: { count: n } });
  const here = await stagesOf(tx.q, id);
  if (moveTo !== undefined) {
    const other = await readRow(crm.records, tx.q, pipeline, moveTo, { lock: 'share' });
    if (!other || moveTo === id) throw invalidField('moveTo', 'unknown-record');
    const there = await stagesOf(tx.q, moveTo);
    for (const each of here) await moveAll(crm, tx, actor, deal, each.id, counterpart(here, there, each.id), { from: id, to: moveTo });
  }
  const removed = await remove(crm.records, tx, actor, pipeline, id);
  for (const each of here) await remove(crm.records, tx, actor, stage, each.id, { along: true });
  return removed;
}
