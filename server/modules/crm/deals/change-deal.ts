import type { PatchOf } from '../../../contracts/core/fields.js';
import type { Deal, deal as dealDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { change, rowForAction } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { deal } from '../kinds.js';
import { handOver } from '../owners/hand-over.js';

/** Changes a deal; a new responsible is told, a contract's file becomes the deal's. */
export async function changeDeal(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof dealDeclaration>): Promise<Deal> {
  const before = await rowForAction(crm.records, tx, actor, deal, id, 'change');
  const after = await change(crm.records, tx, actor, deal, id, patch);
  if (after.contractFileId !== null && after.contractFileId !== before.contract_file_id) {
    await crm.files.attach(tx, after.contractFileId, { type: deal.type, id });
  }
  await handOver(crm, tx, actor, 'crm.deal', before.owner_id as number | null, after);
  return after;
}
