import { Type } from 'typebox';
import { Deals } from '../../../contracts/crm/ports.js';
import type { DraftShipment, shipmentEndpoints } from '../../../contracts/sales/endpoints.js';
import type { Shipment } from '../../../contracts/sales/records.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import { type Handlers, JsonText, type Schemas } from '../../../core/http/call.js';
import { change, get } from '../../../core/records/change.js';
import { listJson } from '../../../core/records/list.js';
import { byId, patchSchema, recordSchema } from '../../../core/records/schemas.js';
import { shipmentKind } from '../kinds.js';
import { manyBehaviours } from '../many/behaviours.js';
import { idBody, optionalText } from '../rows/schema.js';
import type { SalesRun } from '../run.js';
import { createShipment, shipmentRows } from './create-shipment.js';
import { orderedRows, shipmentStateOf } from './ordered.js';
import { removeShipment } from './remove-shipment.js';
import { restoreShipment } from './restore-shipment.js';

const row = {
  type: 'object',
  additionalProperties: false,
  required: ['quantity'],
  properties: {
    quoteRowId: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    name: { type: 'string', maxLength: 1000 },
    quantity: { type: 'number', exclusiveMinimum: 0, maximum: 1e9, maxDecimals: 3 },
  },
};
const draft = Type.Object(
  {
    dealId: Type.Optional(idBody),
    invoiceId: Type.Optional(idBody),
    rows: Type.Unsafe<DraftShipment['rows']>({ type: 'array', maxItems: 500, items: row }),
    tracking: optionalText(120),
    day: Type.Optional(Type.String({ format: 'date' })),
  },
  { additionalProperties: false },
);
const reply = recordSchema(shipmentKind);

export const shipmentSchemas: Schemas<typeof shipmentEndpoints> = {
  ...manySchemas,
  list: { openQuery: true },
  create: { body: draft, reply },
  get: { params: byId, reply },
  change: { params: byId, body: patchSchema(shipmentKind), reply },
  remove: { params: byId, reply },
  takeOwnBack: { params: byId, reply },
  restore: { params: byId, reply },
  state: { query: Type.Object({ dealId: idBody }, { additionalProperties: false }) },
};

export const shipmentHandlers = (run: SalesRun): Handlers<typeof shipmentEndpoints> => ({
  ...manyHandlers(run, manyBehaviours(run).shipment),
  list: async ({ actor, query }) => new JsonText(await listJson(run.records, actor, shipmentKind, query)),
  create: ({ actor, body }) => createShipment(run, actor, body),
  async get({ actor, params }) {
    const shipment = await get(run.records, run.db.read, actor, shipmentKind, params.id);
    return { ...shipment, rows: await shipmentRows(run.db.read, params.id) };
  },
  change: ({ actor, params, body }) =>
    run.db.write(async (tx): Promise<Shipment> => {
      const shipment = await change(run.records, tx, actor, shipmentKind, params.id, body);
      return { ...shipment, rows: await shipmentRows(tx.q, params.id) };
    }),
  remove: ({ actor, params }) => run.db.write((tx) => removeShipment(run, tx, actor, params.id)),
  takeOwnBack: ({ actor, params }) => run.db.write((tx) => removeShipment(run, tx, actor, params.id, { ownSlip: true })),
  restore: ({ actor, params }) => run.db.write((tx) => restoreShipment(run, tx, actor, params.id)),
  async state({ actor, query }) {
    await run.use(Deals).read(run.db.read, actor, query.dealId);
    return shipmentStateOf(await orderedRows(run.db.read, query.dealId));
  },
});
