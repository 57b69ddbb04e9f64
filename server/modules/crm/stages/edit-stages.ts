import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { Stage, stage as stageDeclaration } from '../../../contracts/crm/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, Refusal } from '../../../core/http/problem.js';
import { change, create, get, readRow, rowForAction } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { demandOwnName } from '../../../core/records/namesake.js';
import type { Crm } from '../crm.js';
import { demandSettled } from '../emptying/empty.js';
import { leavings } from '../emptying/leaving.js';
import { stage } from '../kinds.js';
import { placeAt } from '../order.js';
import { stagesOf } from './find.js';
import { pipelineToUse } from './pipelines.js';
import { checkedRule, ruleOf } from './rule.js';

/** Locks the stages of a pipeline (null: of leads): who sorts or deletes some of them takes turns with others who do. */
export async function lockStages(crm: Crm, tx: Tx, pipelineId: number | null): Promise<void> {
  const ids = (await stagesOf(tx.q, pipelineId)).map((one) => one.id);
  for (const id of ids.sort((a, b) => a - b)) await readRow(crm.records, tx.q, stage, id, { lock: true });
}

const place = async (crm: Crm, tx: Tx, id: number, pipelineId: number | null, position: number): Promise<void> =>
  placeAt(
    crm,
    tx,
    stage,
    (await stagesOf(tx.q, pipelineId)).map((one) => one.id),
    id,
    position,
  );

/** @throws Refusal 422 on `name` where another stage of the pipeline has it that is not on its way out. */
async function demandOwn(tx: Tx, pipelineId: number | null, { id, name }: Pick<Stage, 'id' | 'name'>): Promise<void> {
  const others = (await stagesOf(tx.q, pipelineId)).filter((one) => one.id !== id && one.moves_to === null);
  demandOwnName(
    name ?? '',
    others.map((one) => one.name),
  );
}

/** Adds a stage: at the given position, else after the last one of its semantic. */
export async function createStage(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof stageDeclaration>): Promise<Stage> {
  const pipelineId = draft.pipelineId ?? null;
  if (pipelineId !== null) await pipelineToUse(crm, tx, pipelineId);
  await lockStages(crm, tx, pipelineId);
  const rule = await checkedRule(crm, tx, draft.rule, { id: null, pipelineId });
  const siblings = await stagesOf(tx.q, pipelineId);
  const position = draft.position ?? siblings.findLastIndex((one) => one.semantic === draft.semantic) + 1;
  const made = await create(crm.records, tx, actor, stage, {
    ...draft,
    pipelineId,
    rule,
    colour: draft.colour ?? (siblings.length % 8) + 1,
    position: siblings.length,
  });
  await demandOwn(tx, pipelineId, made);
  await place(crm, tx, made.id, pipelineId, position);
  return get(crm.records, tx.q, systemActor(), stage, made.id);
}

/**
 * Changes a stage. A new position moves its siblings along.
 * @throws Refusal 409 `stage-is-last` when it is the last one of its semantic and would get another; 409 `stage-in-use` when
 * records stand in it, whose closing the new semantic would change.
 */
export async function changeStage(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof stageDeclaration>): Promise<Stage> {
  const { position, ...rest } = patch;
  const before = await rowForAction(crm.records, tx, actor, stage, id, 'change');
  const pipelineId = before.pipeline_id as number | null;
  if (rest.rule !== undefined) rest.rule = await checkedRule(crm, tx, rest.rule, { id, pipelineId, rule: ruleOf(fromRow(stage, before) as unknown as Stage) });
  const versionFits = rest.version === undefined || rest.version === before.version;
  if (versionFits && rest.semantic !== undefined && rest.semantic !== before.semantic) {
    await lockStages(crm, tx, pipelineId);
    await demandNotLast(tx, pipelineId, id, before.semantic as Stage['semantic']);
    await demandSettled(tx, leavings.stage, before);
    const count = await recordsIn(tx, id, pipelineId);
    if (count > 0) throw inUse(count);
  }
  const { name } = await change(crm.records, tx, actor, stage, id, rest);
  if (name !== before.name) {
    await lockStages(crm, tx, pipelineId);
    await demandOwn(tx, pipelineId, { id, name });
  }
  if (position !== undefined && position !== null && position !== before.position) {
    await lockStages(crm, tx, pipelineId);
    await place(crm, tx, id, pipelineId, position);
  }
  return get(crm.records, tx.q, systemActor(), stage, id);
}

/** Every pipeline, and the leads, keep at least one stage of each semantic. @throws Refusal 409 `stage-is-last`. */
export async function demandNotLast(tx: Tx, pipelineId: number | null, id: number, semantic: Stage['semantic']): Promise<void> {
  const others = (await stagesOf(tx.q, pipelineId)).filter((one) => one.semantic === semantic && one.id !== id && one.moves_to === null);
  if (others.length === 0) throw conflict('stage-is-last', { semantic });
}

/** @param count of the records that stand in the stage. */
export const inUse = (count: number) => new Refusal(409, 'stage-in-use', { params: { count }, extra: { count } });

/** Number of records, not in the bin, that stand in a stage. */
export async function recordsIn(tx: Tx, id: number, pipelineId: number | null): Promise<number> {
  const { n } = await tx.q
    .selectFrom(pipelineId === null ? 'crm_leads' : 'crm_deals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('stage_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}
