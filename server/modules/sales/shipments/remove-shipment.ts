import type { Shipment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { remove } from '../../../core/records/change.js';
import { noteOnDeal } from '../documents/tell.js';
import { shipmentKind } from '../kinds.js';
import type { SalesRun } from '../run.js';
import { shipmentRows } from './create-shipment.js';

/** Puts a shipment into the bin; its quantities are open again at once. */
export async function removeShipment(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Shipment> {
  const shipment = await remove(run.records, tx, actor, shipmentKind, id);
  await noteOnDeal(run, tx, actor, shipment.dealId, { kind: 'sales.shipment.removed', data: { id: shipment.id, number: shipment.number } });
  return { ...shipment, rows: await shipmentRows(tx.q, id) };
}
