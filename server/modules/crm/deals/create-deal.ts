import type { DraftOf } from '../../../contracts/core/fields.js';
import type { Deal, deal as dealDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { create } from '../../../core/records/change.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { deal } from '../kinds.js';
import { tellOwner } from '../owners/hand-over.js';
import { entered, valuesIn } from '../stages/enter.js';
import { defaultPipeline, firstStage, stageToEnter } from '../stages/find.js';
import { pipelineToUse } from '../stages/pipelines.js';

type NewDeal = DraftOf<typeof dealDeclaration> & { leadId?: number };

/**
 * Makes a deal: in the given stage, else the first open one of the given or the default pipeline; with the actor as
 * responsible unless the draft says otherwise. A responsible who did not type it is told.
 * @param draft.leadId the lead it is made from.
 * @throws Refusal 422 on `stageId` when the stage is not one of the pipeline.
 */
export async function createDeal(crm: Crm, tx: Tx, actor: Actor, draft: NewDeal): Promise<Deal> {
  if (draft.pipelineId) await pipelineToUse(crm, tx, draft.pipelineId);
  const stage = await stageToEnter(crm, tx, draft.stageId ?? (await firstStage(tx.q, draft.pipelineId ?? (await defaultPipeline(tx.q)), 'open')));
  if (stage.pipelineId === null || (draft.pipelineId && draft.pipelineId !== stage.pipelineId)) throw invalidField('stageId', 'other-pipeline');
  const ownerId = draft.ownerId === undefined ? actor.personId : draft.ownerId;
  const values = { ...draft, pipelineId: stage.pipelineId, ...valuesIn(crm, deal, stage, null), ownerId };
  const made = await create(crm.records, tx, actor, deal, values, { vouched: ['pipelineId', 'stageId'] });
  await noteOnTimeline(crm, tx, actor, { type: deal.type, id: made.id }, { kind: 'crm.deal.created' });
  await entered(crm, tx, actor, deal, made.id, stage, { isNew: true });
  await tellOwner(crm, tx, actor, 'crm.deal', made);
  return made;
}
