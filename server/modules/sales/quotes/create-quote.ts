import { Deals } from '../../../contracts/crm/ports.js';
import type { DraftQuote } from '../../../contracts/sales/endpoints.js';
import type { Quote } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { create } from '../../../core/records/change.js';
import { followDocuments } from '../deals/deal-amount.js';
import { clientFrom, ownerFrom } from '../documents/origin.js';
import { quoteKind } from '../kinds.js';
import { takeNumber } from '../numbering/numbers.js';
import { prepareRows } from '../rows/prepare.js';
import { insertRows, readRows } from '../rows/store.js';
import { demandCreate, namedIn, onBehalfOf, type SalesRun } from '../run.js';

/**
 * Makes a quote of a deal that the actor may change. It belongs to the deal's owner, and its client is the deal's unless given.
 * @throws Refusal 422 for the deal, the rows or the client; 403 when the deal may only be read.
 */
export function createQuote(run: SalesRun, actor: Actor, draft: DraftQuote): Promise<Quote> {
  return run.db.write(async (tx) => {
    const deal = await namedIn('dealId', () => run.use(Deals).lock(tx, actor, draft.dealId, 'change'));
    const prepared = await prepareRows(tx.q, draft.rows);
    const client = await clientFrom(run, tx, actor, 'quote', draft, deal);
    const ownerId = await ownerFrom(tx, deal, actor);
    demandCreate(run, actor, quoteKind, ownerId);
    const { net, tax, total } = prepared;
    const quote = await create(run.records, tx, onBehalfOf(actor), quoteKind, {
      number: await takeNumber(run, tx, 'quote'),
      status: 'draft',
      validUntil: draft.validUntil ?? null,
      terms: draft.terms ?? null,
      dealId: deal.id,
      ...client,
      ownerId,
      net,
      tax,
      total,
    });
    await insertRows(tx, { type: 'quote', id: quote.id }, prepared.rows);
    await run.use(Deals).note(tx, actor, deal.id, { kind: 'sales.quote.created', data: { id: quote.id, number: quote.number, total } });
    await followDocuments(run, tx, actor, deal.id);
    return { ...quote, rows: await readRows(tx.q, { type: 'quote', id: quote.id }) };
  });
}
