import type { Emptied } from '../../../contracts/crm/endpoints.js';
import type { Stage } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow, rowForAction } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { demandSettled, emptyInto } from '../emptying/empty.js';
import { leavings } from '../emptying/leaving.js';
import { stage } from '../kinds.js';
import { demandNotLast, inUse, lockStages, recordsIn } from './edit-stages.js';
import { stagesOf } from './find.js';

async function target(crm: Crm, tx: Tx, gone: Row, moveTo: number): Promise<number> {
  const row = await readRow(crm.records, tx.q, stage, moveTo, { lock: 'share' });
  if (!row || moveTo === gone.id) throw invalidField('moveTo', 'unknown-record');
  if (row.pipeline_id !== gone.pipeline_id) throw invalidField('moveTo', 'other-pipeline');
  if (row.semantic !== gone.semantic) throw invalidField('moveTo', 'other-semantic');
  if (row.moves_to !== null) throw invalidField('moveTo', 'stage-leaving');
  return moveTo;
}

/** The first other stage like it, for what lies in the bin. */
const likewise = async (tx: Tx, { id, pipeline_id, semantic }: Row): Promise<number> =>
  (await stagesOf(tx.q, pipeline_id as number | null)).find((one) => one.semantic === semantic && one.id !== id && one.moves_to === null)?.id as number;

/**
 * Deletes a stage.
 * @param moveTo the stage of the same pipeline and semantic to which its records go.
 * @returns the stage: gone, or still there with `movesTo` where its records are many.
 * @throws Refusal 409 `stage-is-last`, or `stage-in-use` with the number of its records when `moveTo` is missing.
 */
export async function removeStage(crm: Crm, tx: Tx, actor: Actor, id: number, moveTo: number | undefined): Promise<Stage & Emptied> {
  const row = await rowForAction(crm.records, tx, actor, stage, id, 'delete');
  const pipelineId = row.pipeline_id as number | null;
  await lockStages(crm, tx, pipelineId);
  await demandNotLast(tx, pipelineId, id, row.semantic as Stage['semantic']);
  await demandSettled(tx, leavings.stage, row);
  const count = await recordsIn(tx, id, pipelineId);
  if (count > 0 && moveTo === undefined) throw inUse(count);
  const to = moveTo === undefined ? await likewise(tx, row) : await target(crm, tx, row, moveTo);
  const { entry, runs } = await emptyInto(crm, tx, actor, leavings.stage, row, to);
  return { ...(entry as unknown as Stage), run: runs[0] ?? null };
}
