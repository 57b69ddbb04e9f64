import type { RecordDeclaration, RecordOf } from '../../../contracts/core/fields.js';
import type { MoveDeal } from '../../../contracts/crm/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { rowForAction, update } from '../../../core/records/change.js';
import { fromRow, type Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { moved, type StagedKind, stageForMove, valuesIn } from './enter.js';

/**
 * Moves a lead or deal to a stage; a deal also to one of another pipeline, which is its own from then on. Closing notes when, reopening forgets when and why; being in the
 * stage already changes nothing but the lost reason.
 * @param options.reasonMayMiss see {@link stageForMove}.
 */
export async function move<D extends RecordDeclaration>(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: Kind<D> & StagedKind,
  id: number,
  { stageId, lostReasonId = null, version }: MoveDeal,
  options: { reasonMayMiss?: boolean } = {},
): Promise<RecordOf<D>> {
  const before = await rowForAction(crm.records, tx, actor, kind, id, 'change', version);
  if (before.stage_id === stageId && lostReasonId === null) return fromRow(kind, before) as unknown as RecordOf<D>;
  const stage = await stageForMove(crm, tx, before, stageId, lostReasonId, options);
  if (before.stage_id === stageId) {
    const values = stage.semantic === 'lost' ? { lostReasonId } : {};
    return update(crm.records, tx, actor, kind as Kind<D>, before, values as never);
  }
  const values = { ...valuesIn(crm, kind, stage, lostReasonId), ...(stage.pipelineId === null ? {} : { pipelineId: stage.pipelineId }) };
  const after = await update(crm.records, tx, actor, kind as Kind<D>, before, values as never, { vouched: ['pipelineId', 'stageId'] });
  await moved(crm, tx, actor, kind, before, stage, lostReasonId);
  return after;
}
