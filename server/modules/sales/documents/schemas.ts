import { type TSchema, Type } from 'typebox';
import type { Kind } from '../../../core/records/kind.js';
import { byId, patchSchema, recordSchema } from '../../../core/records/schemas.js';
import { rowsSchema } from '../rows/schema.js';

/** PATCH of a document: its fields, and its rows as a whole. */
function changeSchema(kind: Kind): TSchema {
  const { properties } = patchSchema(kind) as TSchema & { properties: Record<string, TSchema> };
  return Type.Object({ ...properties, rows: Type.Optional(rowsSchema) }, { additionalProperties: false });
}

const email = Type.String({ format: 'email', maxLength: 250 });

/** Schemas of the routes that quotes and invoices share. */
export const documentSchemas = (kind: Kind) => ({
  list: {},
  get: { params: byId, reply: recordSchema(kind) },
  change: { params: byId, body: changeSchema(kind), reply: recordSchema(kind) },
  remove: { params: byId, reply: recordSchema(kind) },
  restore: { params: byId, reply: recordSchema(kind) },
  history: { params: byId },
  send: {
    params: byId,
    body: Type.Object({ to: Type.Optional(email), message: Type.Optional(Type.String({ maxLength: 5000 })) }, { additionalProperties: false }),
    reply: recordSchema(kind),
  },
  pdf: { params: byId },
  link: { params: byId },
});
