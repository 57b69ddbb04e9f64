import type { DraftOf } from '../../../contracts/core/fields.js';
import type { Lead, lead as leadDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { create } from '../../../core/records/change.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';
import { tellOwner } from '../owners/hand-over.js';
import { entered, valuesIn } from '../stages/enter.js';
import { firstStage, stageToEnter } from '../stages/find.js';

/**
 * Makes a lead: in the first open stage and with the actor as responsible unless the draft says otherwise. The responsible
 * is told, unless they typed it themselves.
 * @throws Refusal 422 when the stage is not one of leads.
 */
export async function createLead(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof leadDeclaration>): Promise<Lead> {
  const stage = await stageToEnter(crm, tx, draft.stageId ?? (await firstStage(tx.q, null, 'open')));
  if (stage.pipelineId !== null) throw invalidField('stageId', 'other-pipeline');
  const ownerId = draft.ownerId === undefined ? actor.personId : draft.ownerId;
  const values = { ...draft, ...valuesIn(crm, lead, stage, null), ownerId };
  const made = await create(crm.records, tx, actor, lead, values, { vouched: ['stageId'] });
  await noteOnTimeline(crm, tx, actor, { type: lead.type, id: made.id }, { kind: 'crm.lead.created' });
  await entered(crm, tx, actor, lead, made.id, stage, { isNew: true });
  await tellOwner(crm, tx, actor, 'crm.lead', made);
  return made;
}
