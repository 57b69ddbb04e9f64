import type { Queries } from '../../core/db/database.js';
import type { NoticeOutcomes, Outcome } from '../../core/notify/outcomes.js';

/** Numbers of the invoices that stand, by the quote of which they were made. */
async function invoicesOf(q: Queries, quoteIds: readonly number[]): Promise<Map<number, string>> {
  if (quoteIds.length === 0) return new Map();
  const rows = await q
    .selectFrom('sales_invoices')
    .select(['quote_id', 'number'])
    .where('quote_id', 'in', quoteIds)
    .where('deleted_at', 'is', null)
    .where('status', '<>', 'cancelled')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map(({ quote_id, number }) => [quote_id as number, number ?? '']));
}

const settled: Readonly<Record<string, Outcome>> = {
  accepted: { key: 'sales:noticeOutcome.accepted' },
  declined: { key: 'sales:noticeOutcome.declined' },
  paid: { key: 'sales:noticeOutcome.paid' },
  cancelled: { key: 'sales:noticeOutcome.cancelled' },
};

/** What became of the sending of a document that did not get through. */
function sendingOf({ status, mail_state, sent_via }: Record<string, unknown>): Outcome | null {
  const end = settled[String(status)];
  if (end) return end;
  if (mail_state === 'failed') return null;
  return { key: sent_via === 'mail' ? 'sales:noticeOutcome.sentAgain' : 'sales:noticeOutcome.handedOn' };
}

/** What became of quotes that wait for their invoice, of invoices that were late, and of what did not get through. */
export const noticeOutcomes: readonly NoticeOutcomes[] = [
  {
    codes: ['sales.quote.accepted'],
    table: 'sales_quotes',
    async outcomesOf(q, rows) {
      const invoices = await invoicesOf(
        q,
        rows.map(({ id }) => id as number),
      );
      return ({ id }) => {
        const number = invoices.get(id as number);
        return number === undefined ? null : { key: 'sales:noticeOutcome.invoiced', params: { number } };
      };
    },
  },
  { codes: ['sales.invoice.overdue'], table: 'sales_invoices', outcomesOf: async () => (row) => settled[String(row.status)] ?? null },
  { codes: ['sales.quote.undelivered'], table: 'sales_quotes', outcomesOf: async () => sendingOf },
  { codes: ['sales.invoice.undelivered'], table: 'sales_invoices', outcomesOf: async () => sendingOf },
];
