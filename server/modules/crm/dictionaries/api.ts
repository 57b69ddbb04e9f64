import type { lostReasonEndpoints, sourceEndpoints } from '../../../contracts/crm/endpoints.js';
import type { Queries } from '../../../core/db/database.js';
import type { Handlers } from '../../../core/http/call.js';
import { create } from '../../../core/records/change.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import type { Crm } from '../crm.js';
import { lostReason, source } from '../kinds.js';

/** A new entry stands at the end unless it is put elsewhere. */
async function nextPosition(q: Queries, table: 'crm_sources' | 'crm_lost_reasons'): Promise<number> {
  const { last } = await q
    .selectFrom(table)
    .select((eb) => eb.fn.max('position').as('last'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

export const sourceHandlers = (crm: Crm): Handlers<typeof sourceEndpoints> => ({
  ...recordHandlers(crm.records, source),
  create: ({ actor, body }) =>
    crm.db.write(async (tx) => create(crm.records, tx, actor, source, { ...body, position: body.position ?? (await nextPosition(tx.q, 'crm_sources')) })),
});

export const lostReasonHandlers = (crm: Crm): Handlers<typeof lostReasonEndpoints> => ({
  ...recordHandlers(crm.records, lostReason),
  create: ({ actor, body }) =>
    crm.db.write(async (tx) =>
      create(crm.records, tx, actor, lostReason, { ...body, position: body.position ?? (await nextPosition(tx.q, 'crm_lost_reasons')) }),
    ),
});
