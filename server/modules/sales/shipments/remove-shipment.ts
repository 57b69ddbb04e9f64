import type { Shipment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { readRow, remove } from '../../../core/records/change.js';
import { noteOnDeal } from '../documents/tell.js';
import { shipmentKind } from '../kinds.js';
import { admitTakingBack, type TakingBack } from '../own-slip.js';
import type { SalesRun } from '../run.js';
import { shipmentRows } from './create-shipment.js';

/**
 * Puts a shipment into the bin; its quantities are open again at once.
 * @param by see {@link TakingBack}.
 * @throws as {@link admitTakingBack}.
 */
export async function removeShipment(run: SalesRun, tx: Tx, actor: Actor, id: number, by: TakingBack = {}): Promise<Shipment> {
  const { as } = admitTakingBack(run, actor, shipmentKind, await readRow(run.records, tx.q, shipmentKind, id), by);
  const shipment = await remove(run.records, tx, actor, shipmentKind, id, { as });
  await noteOnDeal(run, tx, actor, shipment.dealId, { kind: 'sales.shipment.removed', data: { id: shipment.id, number: shipment.number } });
  return { ...shipment, rows: await shipmentRows(tx.q, id) };
}
