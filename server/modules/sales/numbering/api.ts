import { Type } from 'typebox';
import { numberedKinds, type numberingEndpoints, prefixPattern, restarts, separators, yearForms } from '../../../contracts/sales/numbering.js';
import type { Actor } from '../../../core/access/actor.js';
import { demandAll } from '../../../core/access/demand.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { oneOf } from '../rows/schema.js';
import type { SalesRun } from '../run.js';
import { changeNumbering, listNumbering } from './change-numbering.js';

/** Above that no office ever comes; and it stays exact everywhere. */
const largest = 999_999_999;

export const numberingSchemas: Schemas<typeof numberingEndpoints> = {
  list: {},
  change: {
    body: Type.Object(
      {
        kind: oneOf(numberedKinds),
        prefix: Type.Optional(Type.String({ maxLength: 12, pattern: prefixPattern })),
        year: Type.Optional(oneOf(yearForms)),
        month: Type.Optional(Type.Boolean()),
        separator: Type.Optional(oneOf(separators)),
        width: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
        restart: Type.Optional(oneOf(restarts)),
        next: Type.Optional(Type.Integer({ minimum: 1, maximum: largest })),
        confirmed: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    example: { kind: 'invoice', prefix: 'FAT', next: 100 },
  },
};

export const numberingHandlers = (run: SalesRun): Handlers<typeof numberingEndpoints> => {
  const demand = (actor: Actor) => demandAll(run.access, actor, 'core.settings.manage');
  return {
    list: async ({ actor }) => {
      demand(actor);
      return { items: await listNumbering(run) };
    },
    change: async ({ actor, body }) => {
      demand(actor);
      return changeNumbering(run, actor, body);
    },
  };
};
