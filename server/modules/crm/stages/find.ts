import { sql } from 'kysely';
import type { Stage } from '../../../contracts/crm/records.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { prepared } from '../../../core/db/prepared.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { stage as stageKind } from '../kinds.js';

const byPipeline = prepared((q, { pipelineId }: { pipelineId: number }) =>
  q
    .selectFrom('crm_stages')
    .select(['id', 'name', 'semantic', 'position', 'moves_to'])
    .where('deleted_at', 'is', null)
    .where(sql<number>`coalesce(pipeline_id, 0)`, '=', pipelineId)
    .orderBy('position')
    .orderBy('id')
    .compile(),
);

interface StageInOrder {
  id: number;
  name: string;
  semantic: Stage['semantic'];
  position: number;
  /** Not null: it is being emptied and takes in nothing. */
  moves_to: number | null;
}

/** The stages of a pipeline (null: of leads) in their order. */
export async function stagesOf(q: Queries, pipelineId: number | null): Promise<StageInOrder[]> {
  const rows = await byPipeline(q, { pipelineId: pipelineId ?? 0 });
  return rows.map((row) => ({ ...row, semantic: row.semantic as Stage['semantic'] }));
}

const firstTakingIn = prepared((q, { pipelineId, semantic }: { pipelineId: number; semantic: string }) =>
  q
    .selectFrom('crm_stages')
    .select('id')
    .where('deleted_at', 'is', null)
    .where(sql<number>`coalesce(pipeline_id, 0)`, '=', pipelineId)
    .where('semantic', '=', semantic)
    .where('moves_to', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .limit(1)
    .compile(),
);

/** The first stage of a pipeline (null: of leads) with a semantic that takes in records; there is always one, the last cannot be deleted. */
export async function firstStage(q: Queries, pipelineId: number | null, semantic: Stage['semantic']): Promise<number> {
  const [found] = await firstTakingIn(q, { pipelineId: pipelineId ?? 0, semantic });
  if (!found) throw new Error(`The pipeline ${pipelineId ?? 'of leads'} has no stage "${semantic}"`);
  return found.id;
}

const defaults = prepared((q) => q.selectFrom('crm_pipelines').select('id').where('is_default', '=', 1).where('deleted_at', 'is', null).compile());

/** @throws Error when there is none, which nobody can bring about. */
export async function defaultPipeline(q: Queries): Promise<number> {
  const [row] = await defaults(q, {});
  if (!row) throw new Error('No pipeline is the default one');
  return row.id;
}

/** The stage in which a record is: it stays until the transaction ends. @throws Refusal 422 on `stageId` for none. */
export async function stageNow(crm: Crm, tx: Tx, stageId: number): Promise<Stage> {
  const row = await readRow(crm.records, tx.q, stageKind, stageId, { lock: 'share' });
  if (!row) throw invalidField('stageId', 'unknown-record');
  return fromRow(stageKind, row) as unknown as Stage;
}

/** A stage that a record is about to enter: it stays until the transaction ends. @throws Refusal 422 on `stageId`, also for one that is being emptied. */
export async function stageToEnter(crm: Crm, tx: Tx, stageId: number): Promise<Stage> {
  const stage = await stageNow(crm, tx, stageId);
  if (stage.movesTo !== null) throw invalidField('stageId', 'stage-leaving');
  return stage;
}
