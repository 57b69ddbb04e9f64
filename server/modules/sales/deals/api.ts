import { Type } from 'typebox';
import type { Money } from '../../../contracts/core/fields.js';
import { Deals } from '../../../contracts/crm/ports.js';
import type { dealSalesEndpoints } from '../../../contracts/sales/endpoints.js';
import type { DocumentRow } from '../../../contracts/sales/records.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { byId } from '../../../core/records/schemas.js';
import { prepareRows } from '../rows/prepare.js';
import { idBody, rowsSchema } from '../rows/schema.js';
import { readRows, replaceRows, sameRows, storedRows } from '../rows/store.js';
import type { SalesRun } from '../run.js';
import { followDocuments } from './deal-amount.js';
import { dealsPaidInFull } from './paid-in-full.js';

export const dealSalesSchemas: Schemas<typeof dealSalesEndpoints> = {
  paidInFull: { query: Type.Object({ dealId: Type.Optional(idBody) }, { additionalProperties: false }) },
  rows: { params: byId },
  putRows: { params: byId, body: Type.Object({ rows: rowsSchema }, { additionalProperties: false }) },
};

/** The stored rows with their sums. @param currency of the sums while there are no rows. */
function summed(rows: DocumentRow[], currency: string): { rows: DocumentRow[]; net: Money; tax: Money; total: Money } {
  const of = (amount: number): Money => ({ amount, currency: rows[0]?.price.currency ?? currency });
  const net = rows.reduce((sum, row) => sum + row.net.amount, 0);
  const tax = rows.reduce((sum, row) => sum + row.tax.amount, 0);
  return { rows, net: of(net), tax: of(tax), total: of(net + tax) };
}

export const dealSalesHandlers = (run: SalesRun): Handlers<typeof dealSalesEndpoints> => ({
  paidInFull: ({ actor, query }) => dealsPaidInFull(run, actor, query.dealId),
  async rows({ actor, params: { id } }) {
    const deal = await run.use(Deals).read(run.db.read, actor, id);
    return summed(await readRows(run.db.read, { type: 'deal', id }), deal.amount?.currency ?? run.settings.company().currency);
  },
  putRows: ({ actor, params: { id }, body }) =>
    run.db.write(async (tx) => {
      const deals = run.use(Deals);
      const deal = await deals.lock(tx, actor, id, 'change');
      const prepared = body.rows.length === 0 ? null : await prepareRows(tx.q, body.rows);
      if (!sameRows(await storedRows(tx.q, { type: 'deal', id }), prepared?.rows ?? [])) {
        await replaceRows(tx, { type: 'deal', id }, prepared?.rows ?? []);
        await deals.note(tx, actor, id, { kind: 'sales.deal.rows', data: { count: body.rows.length, total: prepared?.total ?? null } });
        await followDocuments(run, tx, actor, id);
      }
      return summed(await readRows(tx.q, { type: 'deal', id }), deal.amount?.currency ?? run.settings.company().currency);
    }),
});
