import { Type } from 'typebox';
import { byId } from '../../../core/records/schemas.js';

/** Schemas of moving a lead or deal to a stage. */
export const moveSchemas = {
  params: byId,
  body: Type.Object(
    {
      stageId: Type.Integer({ minimum: 1 }),
      lostReasonId: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
      version: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    { additionalProperties: false },
  ),
};
