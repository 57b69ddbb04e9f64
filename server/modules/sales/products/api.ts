import type { productEndpoints } from '../../../contracts/sales/endpoints.js';
import { manyHandlers, manySchemas } from '../../../core/bulk/handlers.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { create } from '../../../core/records/change.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { recordSchemas } from '../../../core/records/schemas.js';
import { productKind } from '../kinds.js';
import { manyBehaviours } from '../many/behaviours.js';
import type { SalesRun } from '../run.js';

export const productSchemas: Schemas<typeof productEndpoints> = { ...recordSchemas(productKind), ...manySchemas };

export const productHandlers = (run: SalesRun): Handlers<typeof productEndpoints> => ({
  ...recordHandlers(run.records, productKind),
  ...manyHandlers(run, manyBehaviours(run).product),
  /** A new product is on offer unless it is said otherwise. */
  create: ({ actor, body }) => run.db.write((tx) => create(run.records, tx, actor, productKind, { ...body, isActive: body.isActive ?? true })),
});
