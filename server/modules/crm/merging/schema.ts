import { Type } from 'typebox';
import type { RouteSchemas } from '../../../core/http/call.js';
import type { Kind } from '../../../core/records/kind.js';
import { byId, patchSchema } from '../../../core/records/schemas.js';

const number = Type.Optional(Type.Integer({ minimum: 1 }));

export const mergeSchema = (kind: Kind): RouteSchemas => ({
  params: byId,
  example: { into: 1, values: {} },
  body: Type.Object(
    { into: Type.Integer({ minimum: 1 }), values: Type.Optional(patchSchema(kind)), version: number, intoVersion: number },
    { additionalProperties: false },
  ),
});
