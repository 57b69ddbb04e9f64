import type { Deal } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { get, readRow, restore, update } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import { refreshNextStep } from '../activities/next-step.js';
import type { Crm } from '../crm.js';
import { deal } from '../kinds.js';
import { entered } from '../stages/enter.js';
import { defaultPipeline, stageToEnter } from '../stages/find.js';
import { stageOfRestored } from '../stages/pipelines.js';

/** Takes a deal back out of the bin; into the default pipeline when its own is gone. */
export async function restoreDeal(crm: Crm, tx: Tx, actor: Actor, id: number): Promise<Deal> {
  const restored = await restore(crm.records, tx, actor, deal, id);
  const elsewhere = await stageOfRestored(crm, tx, restored.stageId as number, await defaultPipeline(tx.q));
  if (elsewhere) {
    await update(crm.records, tx, actor, deal, (await readRow(crm.records, tx.q, deal, id)) as Row, elsewhere);
    await entered(crm, tx, actor, deal, id, await stageToEnter(crm, tx, elsewhere.stageId), { quietly: true });
  }
  await refreshNextStep(crm, tx, { type: deal.type, id });
  return get(crm.records, tx.q, actor, deal, id);
}
