import type { PatchOf } from '../../../contracts/core/fields.js';
import type { Deal, deal as dealDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { changeRow, rowForAction } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { deal } from '../kinds.js';
import { handOver } from '../owners/hand-over.js';

/** A contract with its number, day or file is a step of the sale: each gets a line on the timeline, what comes together one. */
async function noteContract(crm: Crm, tx: Tx, actor: Actor, before: Row, after: Deal): Promise<void> {
  const { contractNumber: number, contractDay: day, contractFileId: fileId } = after;
  const added = [
    { kind: 'crm.deal.contract', isNew: number !== null && number !== before.contract_number },
    { kind: 'crm.deal.contract-file', isNew: fileId !== null && fileId !== before.contract_file_id },
    { kind: 'crm.deal.contract-day', isNew: day !== null && day !== before.contract_day },
  ].find(({ isNew }) => isNew);
  if (added) await noteOnTimeline(crm, tx, actor, { type: deal.type, id: after.id }, { kind: added.kind, data: { number, day, fileId } });
}

/** Changes a deal; a new responsible is told. */
export async function changeDeal(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof dealDeclaration>): Promise<Deal> {
  const before = await rowForAction(crm.records, tx, actor, deal, id, 'change');
  const after = await changeRow(crm.records, tx, actor, deal, before, patch);
  await noteContract(crm, tx, actor, before, after);
  await handOver(crm, tx, actor, 'crm.deal', before.owner_id as number | null, after);
  return after;
}
