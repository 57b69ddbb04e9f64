import type { PatchOf } from '../../../contracts/core/fields.js';
import type { Lead, lead as leadDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { changeRow, rowForAction } from '../../../core/records/change.js';
import type { Crm } from '../crm.js';
import { lead } from '../kinds.js';
import { handOver } from '../owners/hand-over.js';
import { moved, stageForMove, valuesIn } from '../stages/enter.js';

/** Changes a lead; a new stage is entered as by a move, a new responsible is told. */
export async function changeLead(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof leadDeclaration>): Promise<Lead> {
  if (patch.stageId === null) throw invalidField('stageId', 'required');
  const before = await rowForAction(crm.records, tx, actor, lead, id, 'change');
  const moves = patch.stageId !== undefined && patch.stageId !== before.stage_id && (patch.version ?? before.version) === before.version;
  const stage = moves ? await stageForMove(crm, tx, before, patch.stageId as number, null) : null;
  const after = await changeRow(crm.records, tx, actor, lead, before, { ...patch, ...(stage ? valuesIn(crm, lead, stage, null) : {}) });
  if (stage) await moved(crm, tx, actor, lead, before, stage, null);
  await handOver(crm, tx, actor, 'crm.lead', before.owner_id as number | null, after);
  return after;
}
