import { type TSchema, Type } from 'typebox';
import { waysToHandOn } from '../../../contracts/sales/records.js';
import type { Kind } from '../../../core/records/kind.js';
import { byId, patchSchema, recordSchema } from '../../../core/records/schemas.js';
import { oneOf, rowsReply, rowsSchema } from '../rows/schema.js';

/** PATCH of a document: its fields, and its rows as a whole. */
function changeSchema(kind: Kind): TSchema {
  const { properties } = patchSchema(kind) as TSchema & { properties: Record<string, TSchema> };
  return Type.Object({ ...properties, rows: Type.Optional(rowsSchema) }, { additionalProperties: false });
}

/** A document as it is answered: its fields and its rows. */
export function documentReply(kind: Kind): TSchema {
  const { properties } = recordSchema(kind) as TSchema & { properties: Record<string, TSchema> };
  return Type.Object({ ...properties, rows: rowsReply });
}

const email = Type.String({ format: 'email', maxLength: 250 });

const handedOn = Type.Object({ via: oneOf(waysToHandOn), day: Type.Optional(Type.String({ format: 'date' })) }, { additionalProperties: false });

/** Schemas of the routes that quotes and invoices share. */
export const documentSchemas = (kind: Kind) => ({
  list: { openQuery: true as const },
  get: { params: byId, reply: documentReply(kind) },
  change: { params: byId, body: changeSchema(kind), reply: documentReply(kind) },
  remove: { params: byId, reply: documentReply(kind) },
  restore: { params: byId, reply: documentReply(kind) },
  history: { params: byId },
  send: {
    params: byId,
    body: Type.Object({ to: Type.Optional(email), message: Type.Optional(Type.String({ maxLength: 5000 })) }, { additionalProperties: false }),
    reply: documentReply(kind),
  },
  undelivered: {},
  handOn: { params: byId, body: handedOn, reply: documentReply(kind), example: { via: 'link' } },
  takeHandOnBack: { params: byId, reply: documentReply(kind) },
  pdf: { params: byId },
  link: { params: byId },
});
