import type { Stage } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow, remove, rowForAction } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { deal, lead, stage } from '../kinds.js';
import { demandNotLast, inUse, lockStages, recordsIn } from './edit-stages.js';
import { stagesOf } from './find.js';
import { moveAll } from './move-all.js';

async function target(crm: Crm, tx: Tx, gone: Stage, moveTo: number): Promise<number> {
  const row = await readRow(crm.records, tx.q, stage, moveTo, { lock: 'share' });
  if (!row || moveTo === gone.id) throw invalidField('moveTo', 'unknown-record');
  if (row.pipeline_id !== gone.pipelineId) throw invalidField('moveTo', 'other-pipeline');
  if (row.semantic !== gone.semantic) throw invalidField('moveTo', 'other-semantic');
  return moveTo;
}

/**
 * Deletes a stage.
 * @param moveTo the stage of the same pipeline and semantic to which its records go.
 * @throws Refusal 409 `stage-is-last`, or `stage-in-use` with the number of its records when `moveTo` is missing.
 */
export async function removeStage(crm: Crm, tx: Tx, actor: Actor, id: number, moveTo: number | undefined): Promise<Stage> {
  const row = await rowForAction(crm.records, tx, actor, stage, id, 'delete');
  const [pipelineId, semantic] = [row.pipeline_id as number | null, row.semantic as Stage['semantic']];
  await lockStages(crm, tx, pipelineId);
  await demandNotLast(tx, pipelineId, id, semantic);
  const count = await recordsIn(tx, id, pipelineId);
  if (count > 0 && moveTo === undefined) throw inUse(count);
  const removed = await remove(crm.records, tx, actor, stage, id);
  const to = moveTo === undefined ? (await stagesOf(tx.q, pipelineId)).find((one) => one.semantic === semantic)?.id : await target(crm, tx, removed, moveTo);
  if (to !== undefined) await moveAll(crm, tx, actor, pipelineId === null ? lead : deal, id, to);
  return removed;
}
