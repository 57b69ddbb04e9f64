import type { productEndpoints } from '../../../contracts/sales/endpoints.js';
import type { Handlers } from '../../../core/http/call.js';
import { create } from '../../../core/records/change.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { productKind } from '../kinds.js';
import type { SalesRun } from '../run.js';

export const productHandlers = (run: SalesRun): Handlers<typeof productEndpoints> => ({
  ...recordHandlers(run.records, productKind),
  /** A new product is on offer unless it is said otherwise. */
  create: ({ actor, body }) => run.db.write((tx) => create(run.records, tx, actor, productKind, { ...body, isActive: body.isActive ?? true })),
});
