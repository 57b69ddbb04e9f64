import { type TSchema, Type } from 'typebox';
import type { Field } from '../../contracts/core/fields.js';
import { visible } from '../http/visible.js';
import type { Kind } from './kind.js';

/** A schema that takes null too. */
export const nullable = (schema: Record<string, unknown>, isNullable: boolean): TSchema =>
  Type.Unsafe<unknown>(
    isNullable ? { ...schema, type: [...[schema.type].flat(), 'null'], ...(schema.enum ? { enum: [...(schema.enum as unknown[]), null] } : {}) } : schema,
  );

const largest = Number.MAX_SAFE_INTEGER;
export const moneySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'currency'],
  properties: { amount: { type: 'integer', minimum: -1e15, maximum: 1e15 }, currency: { type: 'string', format: 'currency' } },
};
const positiveMoneySchema = {
  ...moneySchema,
  properties: { ...moneySchema.properties, amount: { ...moneySchema.properties.amount, minimum: 0 } },
};
const channelSchema = (of: 'phone' | 'email') => ({
  type: 'array',
  maxItems: 50,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['value'],
    properties: {
      kind: { type: 'string', maxLength: 20, default: 'work' },
      value: { type: 'string', minLength: 1, maxLength: 250, ...(of === 'email' ? { format: 'email' } : {}) },
    },
  },
});

/** JSON Schema of a field's value over HTTP. */
export function fieldSchema(field: Field): Record<string, unknown> {
  switch (field.kind) {
    case 'text':
      return { type: 'string', maxLength: field.max, ...(field.required ? { minLength: 1, pattern: visible } : {}) };
    case 'longText':
      return { type: 'string', maxLength: field.max };
    case 'int':
      return { type: 'integer', minimum: field.min ?? -largest, maximum: field.max ?? largest };
    case 'quantity':
      return { type: 'number', minimum: -1e9, maximum: 1e9, maxDecimals: 3 };
    case 'percent':
      return { type: 'number', minimum: 0, maximum: 100, maxDecimals: 3, description: 'Percent, with at most three decimal places.' };
    case 'yesNo':
      return { type: 'boolean' };
    case 'day':
      return { type: 'string', format: 'date' };
    case 'instant':
      return { type: 'string', format: 'date-time' };
    case 'money':
      return field.signed || field.readOnly ? moneySchema : positiveMoneySchema;
    case 'choice':
      return { type: 'string', enum: [...field.options] };
    case 'channels':
      return channelSchema(field.of);
    case 'person':
    case 'ref':
    case 'file':
      return { type: 'integer', minimum: 1, maximum: largest };
    case 'people':
      return { type: 'array', maxItems: field.most, items: { type: 'integer', minimum: 1, maximum: largest } };
    case 'words':
      return { type: 'array', maxItems: field.most, items: { type: 'string', minLength: 1, maxLength: field.max, pattern: visible } };
    case 'json':
      return { type: ['object', 'array', 'string', 'number', 'boolean'] };
  }
}

/** Body of a POST. */
export function draftSchema(kind: Kind): TSchema {
  const properties: Record<string, TSchema> = {};
  for (const [name, field] of kind.fields) {
    if (field.readOnly) continue;
    const schema = nullable(fieldSchema(field), !field.required);
    properties[name] = field.required ? schema : Type.Optional(schema);
  }
  return Type.Object(properties, { additionalProperties: false });
}

/** Body of a PATCH. A required field may be absent, never null. */
export function patchSchema(kind: Kind): TSchema {
  const properties: Record<string, TSchema> = { version: Type.Optional(Type.Integer({ minimum: 1 })) };
  for (const [name, field] of kind.fields) {
    if (field.readOnly || field.createOnly) continue;
    properties[name] = Type.Optional(nullable(fieldSchema(field), !field.required));
  }
  return Type.Object(properties, { additionalProperties: false });
}

/** A record as it is answered; described in the API's documentation. */
export function recordSchema(kind: Kind): TSchema {
  const properties: Record<string, TSchema> = { id: Type.Integer(), version: Type.Integer() };
  for (const [name, field] of kind.fields) properties[name] = nullable(fieldSchema(field), !field.required);
  return Type.Object({ ...properties, createdAt: Type.String(), createdBy: nullable({ type: 'integer' }, true), updatedAt: Type.String() });
}

export const byId = Type.Object({ id: Type.Integer({ minimum: 1, maximum: largest }) }, { additionalProperties: false });

/** Schemas of the routes of `recordEndpoints`; the list's query is checked by `parseListRequest`, which knows the fields. @param example of the body of a POST. */
export function recordSchemas(kind: Kind, example?: unknown) {
  return {
    list: { openQuery: true as const },
    create: { body: draftSchema(kind), reply: recordSchema(kind), ...(example === undefined ? {} : { example }) },
    get: { params: byId, reply: recordSchema(kind) },
    change: { params: byId, body: patchSchema(kind), reply: recordSchema(kind) },
    remove: { params: byId, reply: recordSchema(kind) },
    restore: { params: byId, reply: recordSchema(kind) },
    history: { params: byId },
  };
}
