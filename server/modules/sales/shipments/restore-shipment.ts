import { toThousandths } from '../../../contracts/sales/money.js';
import type { Shipment } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, notFound } from '../../../core/http/problem.js';
import { readRow, restore } from '../../../core/records/change.js';
import { admit } from '../../../core/records/context.js';
import { noteOnDeal } from '../documents/tell.js';
import { shipmentKind } from '../kinds.js';
import type { SalesRun } from '../run.js';
import { shipmentRows } from './create-shipment.js';
import { lockOrders, orderedRows } from './ordered.js';

/** Counts a shipment again that was deleted by mistake. @throws Refusal 409 where its rows were shipped otherwise meanwhile, or are ordered no more. */
export async function restoreShipment(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Shipment> {
  const found = await readRow(run.records, tx.q, shipmentKind, id, { deleted: true });
  if (!found) throw notFound();
  admit(run.records, actor, shipmentKind, found, 'delete');
  const rows = await shipmentRows(tx.q, id);
  const dealId = found.deal_id as number;
  const named = new Set(rows.map((row) => row.quoteRowId));
  await lockOrders(
    run,
    tx,
    (await orderedRows(tx.q, dealId)).filter((row) => named.has(row.id)),
  );
  const open = new Map((await orderedRows(tx.q, dealId)).map((row) => [row.id, row.quantity - row.shipped]));
  for (const row of rows) {
    if (row.quoteRowId === null) continue;
    // The same row may stand in the list twice.
    const left = (open.get(row.quoteRowId) ?? 0) - toThousandths(row.quantity);
    if (left < 0) throw conflict('shipment-does-not-fit');
    open.set(row.quoteRowId, left);
  }
  const shipment = await restore(run.records, tx, actor, shipmentKind, id);
  const data = {
    id,
    number: shipment.number,
    tracking: shipment.tracking,
    rows: rows.map(({ name, quantity }) => ({ name, quantity })).slice(0, 20),
    count: rows.length,
  };
  await noteOnDeal(run, tx, actor, dealId, { kind: 'sales.shipment.sent', data });
  return { ...shipment, rows };
}
