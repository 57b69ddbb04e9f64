import { type TObject, Type } from 'typebox';
import type { quoteEndpoints } from '../../../contracts/sales/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { byId } from '../../../core/records/schemas.js';
import { documentHandlers } from '../documents/handlers.js';
import { documentReply, documentSchemas } from '../documents/schemas.js';
import { quoteKind } from '../kinds.js';
import { manyBehaviours } from '../many/behaviours.js';
import { computeRows } from '../rows/prepare.js';
import { idBody, optionalDay, optionalId, optionalText, rowsSchema } from '../rows/schema.js';
import type { SalesRun } from '../run.js';
import { acceptQuote, declineQuote, readQuote } from './answer-quote.js';
import { changeQuote, removeQuote, restoreQuote } from './change-quote.js';
import { createQuote } from './create-quote.js';
import { quotesToInvoice } from './to-invoice.js';

const draft = Type.Object(
  { dealId: idBody, validUntil: optionalDay, terms: optionalText(20_000), companyId: optionalId, contactId: optionalId, rows: rowsSchema },
  { additionalProperties: false },
);
const name = Type.String({ maxLength: 250 });

export const quoteSchemas: Schemas<typeof quoteEndpoints> = {
  ...manySchemas,
  ...documentSchemas(quoteKind),
  get: {
    params: byId,
    reply: Type.Object({
      ...(documentReply(quoteKind) as TObject).properties,
      declined: Type.Optional(Type.Object({ at: Type.String(), by: Type.String(), reason: Type.Union([Type.Null(), Type.String()]) })),
    }),
  },
  create: {
    body: draft,
    reply: documentReply(quoteKind),
    example: { dealId: 1, rows: [{ name: 'Ladder', quantity: 12, price: { amount: 12500, currency: 'BRL' } }] },
  },
  toInvoice: {},
  accept: { params: byId, body: Type.Object({ name: Type.Optional(name) }, { additionalProperties: false }), reply: documentReply(quoteKind) },
  decline: { params: byId, body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 1000 })) }, { additionalProperties: false }) },
  preview: { body: Type.Object({ rows: rowsSchema }, { additionalProperties: false }) },
};

export const quoteHandlers = (run: SalesRun): Handlers<typeof quoteEndpoints> => ({
  ...manyHandlers(run, manyBehaviours(run).quote),
  ...documentHandlers(run, 'quote'),
  get: ({ actor, params }) => readQuote(run, actor, params.id),
  create: ({ actor, body }) => createQuote(run, actor, body),
  change: ({ actor, params, body }) => changeQuote(run, actor, params.id, body),
  remove: ({ actor, params }) => run.db.write((tx) => removeQuote(run, tx, actor, params.id)),
  restore: ({ actor, params }) => run.db.write((tx) => restoreQuote(run, tx, actor, params.id)),
  accept: ({ actor, params, body }) => acceptQuote(run, params.id, { actor, name: body.name?.trim() || actor.name, address: null }),
  decline: ({ actor, params, body }) => declineQuote(run, params.id, { actor, name: actor.name, address: null }, body.reason?.trim() || null),
  toInvoice: ({ actor }) => quotesToInvoice(run, actor),
  preview: async ({ body }) => computeRows(body.rows),
});
