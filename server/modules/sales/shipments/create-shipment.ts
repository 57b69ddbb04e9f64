import { Deals } from '../../../contracts/crm/ports.js';
import type { DraftShipment } from '../../../contracts/sales/endpoints.js';
import { fromThousandths, toThousandths } from '../../../contracts/sales/money.js';
import type { Shipment, ShipmentRow } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';
import { formats } from '../../../core/i18n/format.js';
import { create, rowForAction } from '../../../core/records/change.js';
import { ownerFrom } from '../documents/origin.js';
import { invoiceKind, shipmentKind } from '../kinds.js';
import { takeNumber } from '../numbering/numbers.js';
import { demandCreate, namedIn, onBehalfOf, type SalesRun } from '../run.js';
import { lockOrders, type OrderedRow, orderedRows } from './ordered.js';

interface WholeRow {
  row_id: number | null;
  name: string;
  quantity: number;
}

export async function shipmentRows(q: Queries, shipmentId: number): Promise<ShipmentRow[]> {
  const rows = await q
    .selectFrom('sales_shipment_rows')
    .select(['id', 'row_id', 'name', 'quantity'])
    .where('shipment_id', '=', shipmentId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ id: row.id, quoteRowId: row.row_id, name: row.name, quantity: fromThousandths(row.quantity) }));
}

/** Completes rows from what was ordered. @throws Refusal 422 naming each row that is not of the deal, has no name, or is more than is open. */
function checkRows(actor: Actor, drafts: DraftShipment['rows'], ordered: readonly OrderedRow[]): WholeRow[] {
  const errors: FieldError[] = [];
  const open = new Map(ordered.map((row) => [row.id, row.quantity - row.shipped]));
  const whole = drafts.map((draft, i): WholeRow => {
    const quantity = toThousandths(draft.quantity);
    const row = draft.quoteRowId === undefined ? undefined : ordered.find(({ id }) => id === draft.quoteRowId);
    const name = draft.name?.trim() || (row?.name ?? '');
    if (draft.quoteRowId !== undefined && !row) errors.push({ path: `rows.${i}.quoteRowId`, message: 'unknown-record' });
    else if (name === '') errors.push({ path: `rows.${i}.name`, message: 'required' });
    if (row) {
      const left = open.get(row.id) ?? 0;
      // The same row may stand in the list twice.
      open.set(row.id, left - quantity);
      if (quantity > left)
        errors.push({
          path: `rows.${i}.quantity`,
          message: 'more-than-open',
          params: { open: formats(actor.language).number(fromThousandths(Math.max(0, left))) },
        });
    }
    return { row_id: row?.id ?? null, name, quantity };
  });
  if (errors.length > 0) throw invalid(errors);
  return whole;
}

async function dealIdOf(run: SalesRun, tx: Tx, actor: Actor, draft: DraftShipment): Promise<number> {
  if ((draft.invoiceId === undefined) === (draft.dealId === undefined))
    throw invalidField(draft.invoiceId === undefined ? 'dealId' : 'invoiceId', 'one-of-both');
  if (draft.dealId !== undefined) return draft.dealId;
  const { invoiceId } = draft;
  const invoice = await namedIn('invoiceId', () => rowForAction(run.records, tx, actor, invoiceKind, invoiceId as number, 'read'));
  return invoice.deal_id as number;
}

/**
 * Notes what goes out to the client of a deal: ordered rows, all or a part of each, and free rows by name.
 * @throws Refusal 422 for a row that is more than is still open, saying how much that is.
 */
export function createShipment(run: SalesRun, actor: Actor, draft: DraftShipment): Promise<Shipment> {
  return run.db.write(async (tx) => {
    if (draft.rows.length === 0) throw invalidField('rows', 'required');
    const dealId = await dealIdOf(run, tx, actor, draft);
    // Whoever may read the invoice may ship what stands on it.
    const reader = draft.invoiceId === undefined ? actor : onBehalfOf(actor);
    const deal = await namedIn(draft.invoiceId === undefined ? 'dealId' : 'invoiceId', () => run.use(Deals).read(tx.q, reader, dealId));
    const ownerId = await ownerFrom(tx, deal, actor);
    demandCreate(run, actor, shipmentKind, ownerId);
    const named = new Set(draft.rows.map((row) => row.quoteRowId));
    await lockOrders(
      run,
      tx,
      (await orderedRows(tx.q, dealId)).filter((row) => named.has(row.id)),
    );
    const rows = checkRows(actor, draft.rows, await orderedRows(tx.q, dealId));
    const shipment = await create(run.records, tx, onBehalfOf(actor), shipmentKind, {
      number: await takeNumber(run, tx, 'shipment'),
      dealId,
      invoiceId: draft.invoiceId ?? null,
      day: draft.day ?? dayIn(run.settings.company().timeZone, run.now()),
      tracking: draft.tracking?.trim() || null,
      ownerId,
    });
    await tx.q
      .insertInto('sales_shipment_rows')
      .values(rows.map((row, position) => ({ shipment_id: shipment.id, position, ...row })))
      .execute();
    const shown = await shipmentRows(tx.q, shipment.id);
    const data = {
      id: shipment.id,
      number: shipment.number,
      tracking: shipment.tracking,
      rows: shown.map(({ name, quantity }) => ({ name, quantity })).slice(0, 20),
      count: shown.length,
    };
    await run.use(Deals).note(tx, actor, dealId, { kind: 'sales.shipment.sent', data });
    return { ...shipment, rows: shown };
  });
}
