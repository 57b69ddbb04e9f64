import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { Company, company as companyDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { changeRow, create, rowForAction } from '../../../core/records/change.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { indexChannels } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { handOver } from '../owners/hand-over.js';

/** Makes a company; for the actor unless the draft says otherwise. @param draft.leadId the lead it is made from. */
export async function createCompany(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof companyDeclaration> & { leadId?: number }): Promise<Company> {
  const made = await create(crm.records, tx, actor, company, { ...draft, ownerId: draft.ownerId === undefined ? actor.personId : draft.ownerId });
  await indexChannels(crm, tx, 'crm.company', made);
  await noteOnTimeline(crm, tx, actor, { type: company.type, id: made.id }, { kind: 'crm.company.created' });
  return made;
}

export async function changeCompany(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof companyDeclaration>): Promise<Company> {
  const before = await rowForAction(crm.records, tx, actor, company, id, 'change');
  const changed = await changeRow(crm.records, tx, actor, company, before, patch);
  await indexChannels(crm, tx, 'crm.company', changed);
  await handOver(crm, tx, actor, 'crm.company', before.owner_id as number | null, changed);
  return changed;
}
