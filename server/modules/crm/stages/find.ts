import type { Stage } from '../../../contracts/crm/records.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { stage as stageKind } from '../kinds.js';

/** The stages of a pipeline (null: of leads) in their order. */
export async function stagesOf(q: Queries, pipelineId: number | null): Promise<{ id: number; name: string; semantic: Stage['semantic']; position: number }[]> {
  const rows = await q
    .selectFrom('crm_stages')
    .select(['id', 'name', 'semantic', 'position'])
    .where('deleted_at', 'is', null)
    .where('pipeline_id', pipelineId === null ? 'is' : '=', pipelineId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, semantic: row.semantic as Stage['semantic'] }));
}

/** The first stage of a pipeline (null: of leads) with a semantic; there is always one, the last cannot be deleted. */
export async function firstStage(q: Queries, pipelineId: number | null, semantic: Stage['semantic']): Promise<number> {
  const found = (await stagesOf(q, pipelineId)).find((one) => one.semantic === semantic);
  if (!found) throw new Error(`The pipeline ${pipelineId ?? 'of leads'} has no stage "${semantic}"`);
  return found.id;
}

export async function defaultPipeline(q: Queries): Promise<number> {
  const row = await q.selectFrom('crm_pipelines').select('id').where('is_default', '=', 1).where('deleted_at', 'is', null).executeTakeFirstOrThrow();
  return row.id;
}

/** A stage that a record is about to enter: it stays until the transaction ends. @throws Refusal 422 on `stageId`. */
export async function stageToEnter(crm: Crm, tx: Tx, stageId: number): Promise<Stage> {
  const row = await readRow(crm.records, tx.q, stageKind, stageId, { lock: 'share' });
  if (!row) throw invalidField('stageId', 'unknown-record');
  return fromRow(stageKind, row) as unknown as Stage;
}
