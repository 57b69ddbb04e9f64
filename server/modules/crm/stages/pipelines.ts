import { sql } from 'kysely';
import type { DraftOf } from '../../../contracts/core/fields.js';
import type { Pipeline, pipeline as pipelineDeclaration, stage as stageDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField, Refusal } from '../../../core/http/problem.js';
import { create, readRow, remove, restore, rowForAction } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { deal, pipeline, stage } from '../kinds.js';
import { defaultStages } from './defaults.js';
import { stagesOf } from './find.js';

/** Keeps a pipeline from being deleted until the transaction ends. @throws Refusal 422 on `pipelineId`. */
export async function pipelineToUse(crm: Crm, tx: Tx, id: number): Promise<void> {
  if (!(await readRow(crm.records, tx.q, pipeline, id, { lock: 'share' }))) throw invalidField('pipelineId', 'unknown-record');
}

async function lastPosition(tx: Tx): Promise<number> {
  const { last } = await tx.q
    .selectFrom('crm_pipelines')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return last ?? -1;
}

/** Makes a pipeline with the stages that a new portal has, named in `language`. The first pipeline is the default one. */
export async function createPipeline(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof pipelineDeclaration>, language: string): Promise<Pipeline> {
  const last = await lastPosition(tx);
  const made = await create(crm.records, tx, actor, pipeline, { ...draft, position: draft.position ?? last + 1, isDefault: last < 0 } as never);
  for (const draftStage of defaultStages('deal', language)) {
    await create(crm.records, tx, actor, stage, { ...draftStage, pipelineId: made.id } as DraftOf<typeof stageDeclaration>);
  }
  return made;
}

/**
 * Puts a pipeline and its stages into the bin.
 * @throws Refusal 409 `pipeline-is-default`, or `pipeline-in-use` with the number of its deals.
 */
export async function removePipeline(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Pipeline> {
  const row = await rowForAction(crm.records, tx, actor, pipeline, id, 'delete');
  if (row.is_default === 1) throw conflict('pipeline-is-default');
  const { n } = await tx.q
    .selectFrom('crm_deals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('pipeline_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (n > 0) throw new Refusal(409, 'pipeline-in-use', { params: { count: n }, extra: { count: n } });
  const removed = await remove(crm.records, tx, actor, pipeline, id);
  for (const each of await stagesOf(tx.q, id)) await remove(crm.records, tx, actor, stage, each.id, { along: true });
  return removed;
}

/** Takes a pipeline back with the stages that went into the bin with it, not those that were deleted before. */
export async function restorePipeline(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Pipeline> {
  const row = await readRow(crm.records, tx.q, pipeline, id, { lock: true, deleted: true });
  const restored = await restore(crm.records, tx, actor, pipeline, id);
  const { rows } = await sql<{
    id: number;
  }>`select id from crm_stages where pipeline_id = ${id} and deleted_at >= ${row?.deleted_at ?? null} order by position`.execute(tx.q);
  for (const each of rows) await restore(crm.records, tx, actor, stage, each.id);
  return restored;
}

/** A deal that comes back out of the bin when its pipeline is gone goes on in the default one. */
export async function stageOfRestored(crm: Crm, tx: Tx, stageId: number, defaultPipelineId: number): Promise<{ pipelineId: number; stageId: number } | null> {
  if (await readRow(crm.records, tx.q, stage, stageId, { lock: 'share' })) return null;
  const gone = await tx.q.selectFrom('crm_stages').select('semantic').where('id', '=', stageId).executeTakeFirst();
  const stages = await stagesOf(tx.q, defaultPipelineId);
  const next = stages.find((one) => one.semantic === gone?.semantic) ?? stages[0];
  if (!next) throw new Error(`${deal.type}: the default pipeline has no stages`);
  return { pipelineId: defaultPipelineId, stageId: next.id };
}
