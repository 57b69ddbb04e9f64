import { dealLost, dealWon, stageEntered } from '../../../contracts/crm/events.js';
import type { Stage } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { prepared } from '../../../core/db/prepared.js';
import { invalidField } from '../../../core/http/problem.js';
import { columnOf, type Row, type Values } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import type { deal, lead } from '../kinds.js';
import { stageToEnter } from './find.js';

/** The kinds of record that stand in stages. */
export type StagedKind = typeof lead | typeof deal;

/** What a record gets by entering a stage; stored by the caller together with its other changes. */
export function valuesIn(crm: Crm, kind: StagedKind, stage: Stage, lostReasonId: number | null): Values {
  const now = crm.now();
  return {
    stageId: stage.id,
    closedAt: stage.semantic === 'open' ? null : now,
    lostReasonId: stage.semantic === 'lost' ? lostReasonId : null,
    ...(kind.type === 'crm.deal' ? { stageEnteredAt: now } : {}),
  };
}

/**
 * The stage that a record moves to, checked: a deal may change its pipeline by it.
 * @param before the record's row, locked.
 * @param options.reasonMayMiss where the portal itself moves and nobody can be asked.
 * @throws Refusal 422 when the stage is of leads and the record a deal or the other way round, or of the lost ones and no reason is given.
 */
export async function stageForMove(
  crm: Crm,
  tx: Tx,
  before: Row,
  stageId: number,
  lostReasonId: number | null,
  options: { reasonMayMiss?: boolean } = {},
): Promise<Stage> {
  const stage = await stageToEnter(crm, tx, stageId);
  if ((stage.pipelineId === null) !== ((before.pipeline_id ?? null) === null)) throw invalidField('stageId', 'other-pipeline');
  if (stage.semantic === 'lost' && lostReasonId === null && !options.reasonMayMiss) throw invalidField('lostReasonId', 'required');
  return stage;
}

const leave = prepared((q, { type, id, now }: { type: string; id: number; now: string }) =>
  q.updateTable('crm_stage_history').set({ left_at: now }).where('record_type', '=', type).where('record_id', '=', id).where('left_at', 'is', null).compile(),
);

async function noteStage(crm: Crm, tx: Tx, kind: StagedKind, id: number, stageId: number, isNew: boolean): Promise<void> {
  const now = crm.now();
  if (!isNew) await leave(tx.q, { type: kind.type, id, now });
  await tx.insert('crm_stage_history', { record_type: kind.type, record_id: id, stage_id: stageId, entered_at: now, left_at: null });
}

/**
 * What follows when a record has come into a stage, newly made or moved: history and events.
 * @param options.isNew it was in no stage before. @param options.quietly history only. @param options.isOneOfMany the stage's rule plans, but tells nobody of each.
 */
export async function entered(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: StagedKind,
  recordId: number,
  stage: Stage,
  options: { isNew?: boolean; quietly?: boolean; isOneOfMany?: boolean } = {},
): Promise<void> {
  await noteStage(crm, tx, kind, recordId, stage.id, options.isNew ?? false);
  if (options.quietly) return;
  await crm.events.emit(tx, stageEntered, {
    recordType: kind.type,
    recordId,
    stageId: stage.id,
    at: crm.now(),
    actorId: actor.personId,
    ...(options.isOneOfMany ? { isOneOfMany: true } : {}),
  });
  if (kind.type !== 'crm.deal' || stage.semantic === 'open') return;
  await crm.events.emit(tx, stage.semantic === 'won' ? dealWon : dealLost, { dealId: recordId, stageId: stage.id, actorId: actor.personId });
}

/** Both pipelines by name, where the stage is of another than that of the record. */
async function pipelinesBetween(tx: Tx, before: Row, stage: Stage): Promise<object> {
  const fromId = (before.pipeline_id ?? null) as number | null;
  if (fromId === null || stage.pipelineId === null || fromId === stage.pipelineId) return {};
  const rows = await tx.q.selectFrom('crm_pipelines').select(['id', 'name']).where('id', 'in', [fromId, stage.pipelineId]).execute();
  const nameOf = (id: number) => rows.find((row) => row.id === id) ?? null;
  return { fromPipeline: nameOf(fromId), toPipeline: nameOf(stage.pipelineId), context: 'pipeline' };
}

const named = prepared((q, { id }: { id: number }) => q.selectFrom('crm_stages').select(['id', 'name']).where('id', '=', id).compile());

/** {@link entered}, and a line on the timeline that says from where to where. */
export async function moved(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: StagedKind,
  before: Row,
  stage: Stage,
  lostReasonId: number | null,
  options: { isOneOfMany?: boolean } = {},
): Promise<void> {
  const [from] = await named(tx.q, { id: Number(before[columnOf('stageId')]) });
  const lostFor =
    stage.semantic === 'lost' && lostReasonId !== null
      ? await tx.q.selectFrom('crm_lost_reasons').select('name').where('id', '=', lostReasonId).executeTakeFirst()
      : undefined;
  // The reason goes along by name too: it stays true when the list of reasons changes.
  const reason = stage.semantic === 'lost' && lostReasonId !== null ? { lostReasonId, reason: lostFor?.name ?? null } : {};
  const between = await pipelinesBetween(tx, before, stage);
  const data = { from: from ?? null, to: { id: stage.id, name: stage.name }, semantic: stage.semantic, ...reason, ...between };
  await noteOnTimeline(crm, tx, actor, { type: kind.type, id: Number(before.id) }, { kind: `${kind.type}.moved`, data });
  await entered(crm, tx, actor, kind, Number(before.id), stage, options);
}
