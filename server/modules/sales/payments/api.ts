import { Type } from 'typebox';
import type { paymentEndpoints } from '../../../contracts/sales/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import { type Handlers, JsonText, type Schemas } from '../../../core/http/call.js';
import { get } from '../../../core/records/change.js';
import { listJson } from '../../../core/records/list.js';
import { byId, recordSchema } from '../../../core/records/schemas.js';
import { paymentKind } from '../kinds.js';
import { manyBehaviours } from '../many/behaviours.js';
import { idBody, moneyBody } from '../rows/schema.js';
import { namedIn, type SalesRun } from '../run.js';
import { addPayment } from './add-payment.js';
import { removePayment } from './remove-payment.js';
import { restorePayment } from './restore-payment.js';

export const paymentFields = { amount: moneyBody, day: Type.Optional(Type.String({ format: 'date' })), method: Type.Optional(Type.String({ maxLength: 60 })) };

const reply = recordSchema(paymentKind);
export const paymentSchemas: Schemas<typeof paymentEndpoints> = {
  ...manySchemas,
  list: { openQuery: true },
  create: { body: Type.Object({ invoiceId: idBody, ...paymentFields }, { additionalProperties: false }), reply },
  get: { params: byId, reply },
  remove: { params: byId, reply },
  takeOwnBack: { params: byId, reply },
  restore: { params: byId, reply },
};

export const paymentHandlers = (run: SalesRun): Handlers<typeof paymentEndpoints> => ({
  ...manyHandlers(run, manyBehaviours(run).payment),
  list: async ({ actor, query }) => new JsonText(await listJson(run.records, actor, paymentKind, query)),
  create: ({ actor, body: { invoiceId, ...draft } }) => run.db.write((tx) => namedIn('invoiceId', () => addPayment(run, tx, actor, invoiceId, draft))),
  get: ({ actor, params }) => get(run.records, run.db.read, actor, paymentKind, params.id),
  remove: ({ actor, params }) => run.db.write((tx) => removePayment(run, tx, actor, params.id)),
  takeOwnBack: ({ actor, params }) => run.db.write((tx) => removePayment(run, tx, actor, params.id, { ownSlip: true })),
  restore: ({ actor, params }) => run.db.write((tx) => restorePayment(run, tx, actor, params.id)),
});
