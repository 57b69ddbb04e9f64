import { Type } from 'typebox';
import type { invoiceEndpoints } from '../../../contracts/sales/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { needed } from '../../../core/people/fields.js';
import { byId, recordSchema } from '../../../core/records/schemas.js';
import { documentHandlers } from '../documents/handlers.js';
import { documentReply, documentSchemas } from '../documents/schemas.js';
import { invoiceKind, paymentKind } from '../kinds.js';
import { manyBehaviours } from '../many/behaviours.js';
import { addPayment } from '../payments/add-payment.js';
import { paymentFields } from '../payments/api.js';
import { idBody, optionalDay, optionalText, rowsSchema } from '../rows/schema.js';
import type { SalesRun } from '../run.js';
import { cancelInvoice, reopenInvoice } from './cancel-invoice.js';
import { changeInvoice, removeInvoice, restoreInvoice } from './change-invoice.js';
import { createInvoice } from './create-invoice.js';

const draft = Type.Object(
  { quoteId: Type.Optional(idBody), dealId: Type.Optional(idBody), dueOn: optionalDay, terms: optionalText(20_000), rows: Type.Optional(rowsSchema) },
  { additionalProperties: false },
);

export const invoiceSchemas: Schemas<typeof invoiceEndpoints> = {
  ...manySchemas,
  ...documentSchemas(invoiceKind),
  create: { body: draft, reply: documentReply(invoiceKind), example: { quoteId: 1 } },
  cancel: {
    params: byId,
    body: Type.Object({ reason: needed(1000) }, { additionalProperties: false }),
    reply: documentReply(invoiceKind),
    example: { reason: 'Made out to the wrong client' },
  },
  reopen: { params: byId, reply: documentReply(invoiceKind) },
  pay: {
    params: byId,
    body: Type.Object(paymentFields, { additionalProperties: false }),
    reply: recordSchema(paymentKind),
    example: { amount: { amount: 150000, currency: 'BRL' }, day: '2026-05-20' },
  },
};

export const invoiceHandlers = (run: SalesRun): Handlers<typeof invoiceEndpoints> => ({
  ...manyHandlers(run, manyBehaviours(run).invoice),
  ...documentHandlers(run, 'invoice'),
  create: ({ actor, body }) => createInvoice(run, actor, body),
  change: ({ actor, params, body }) => changeInvoice(run, actor, params.id, body),
  remove: ({ actor, params }) => run.db.write((tx) => removeInvoice(run, tx, actor, params.id)),
  restore: ({ actor, params }) => run.db.write((tx) => restoreInvoice(run, tx, actor, params.id)),
  cancel: ({ actor, params, body }) => cancelInvoice(run, actor, params.id, body.reason.trim()),
  reopen: ({ actor, params }) => reopenInvoice(run, actor, params.id),
  pay: ({ actor, params, body }) => run.db.write((tx) => addPayment(run, tx, actor, params.id, body)),
});
