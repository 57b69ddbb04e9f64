import { sql } from 'kysely';
import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { Pipeline, pipeline as pipelineDeclaration, stage as stageDeclaration } from '../../../contracts/crm/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField } from '../../../core/http/problem.js';
import { change, create, get, readRow, restore, rowForAction, update } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { deal, pipeline, stage } from '../kinds.js';
import { placeAt } from '../order.js';
import { defaultStages } from './defaults.js';
import { defaultPipeline, stagesOf } from './find.js';

/** Keeps a pipeline from being deleted until the transaction ends. @throws Refusal 422 on `pipelineId`. */
export async function pipelineToUse(crm: Crm, tx: Tx, id: number): Promise<void> {
  const row = await readRow(crm.records, tx.q, pipeline, id, { lock: 'share' });
  if (!row || row.moves_to !== null) throw invalidField('pipelineId', 'unknown-record');
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

/** Renames a pipeline, or puts it at another place, which moves the others along. */
export async function changePipeline(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof pipelineDeclaration>): Promise<Pipeline> {
  const { position, ...rest } = patch;
  await change(crm.records, tx, actor, pipeline, id, rest);
  if (position !== undefined && position !== null) {
    const rows = await tx.q.selectFrom('crm_pipelines').select('id').where('deleted_at', 'is', null).orderBy('position').orderBy('id').execute();
    const ids = rows.map((row) => row.id);
    await placeAt(crm, tx, pipeline, ids, id, position);
  }
  return get(crm.records, tx.q, systemActor(), pipeline, id);
}

/** Makes a pipeline the one in which deals begin, in the place of the one that was. */
export async function makeDefault(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Pipeline> {
  // The present one is locked first, always: of two at a time the second sees what the first has done.
  const present = await readRow(crm.records, tx.q, pipeline, await defaultPipeline(tx.q), { lock: true });
  const row = await rowForAction(crm.records, tx, actor, pipeline, id, 'change');
  if (row.moves_to !== null) throw conflict('is-leaving');
  if (present && present.id !== id) await update(crm.records, tx, actor, pipeline, present, { isDefault: false });
  return update(crm.records, tx, actor, pipeline, row, { isDefault: true });
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
  const open = stages.filter((one) => one.moves_to === null);
  const next = open.find((one) => one.semantic === gone?.semantic) ?? open[0];
  if (!next) throw new Error(`${deal.type}: the default pipeline has no stages`);
  return { pipelineId: defaultPipelineId, stageId: next.id };
}
