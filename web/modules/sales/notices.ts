import type { Notice } from '../../../server/contracts/core/notices.js';
import { invoiceEndpoints } from '../../../server/contracts/sales/endpoints.js';
import { call } from '../../core/api.js';
import type { NoticeAction, NoticeOffer } from '../../core/module.js';

/** Makes the invoice of an accepted quote and leads to it; one that was made meanwhile is not made again. */
async function makeInvoice(quoteId: number) {
  const { items } = await call(invoiceEndpoints.list, { query: { quoteId, 'status.ne': 'cancelled', limit: 1 } });
  const id = items[0]?.id ?? (await call(invoiceEndpoints.create, { body: { quoteId } })).id;
  return { saidKey: items.length > 0 ? 'noticeAction.invoicedAlready' : 'noticeAction.invoiced', to: `/sales/invoices/${id}` };
}

const undelivered = (kind: 'quote' | 'invoice'): NoticeOffer => ({
  icon: 'mail',
  actions: ({ recordId }) => [{ id: 'send', labelKey: 'send.again', icon: 'send', right: `sales.${kind}.change`, to: `/sales/${kind}s/${recordId}?send=1` }],
});

/** Its deal goes on: with a call, most likely. */
const declined = ({ params: { deal } }: Notice): NoticeAction[] =>
  typeof deal === 'number'
    ? [{ id: 'plan', labelKey: 'crm:noticeAction.plan', icon: 'cal', right: 'crm.activity.create', to: `/crm/deals/${deal}?do=plan` }]
    : [];

/** What the module offers on its notices. */
export const noticeOffers: Record<string, NoticeOffer> = {
  'sales.quote.accepted': {
    actions: ({ recordId }) =>
      recordId === null
        ? []
        : [{ id: 'invoice', labelKey: 'quote.makeInvoice', icon: 'card', right: 'sales.invoice.create', run: () => makeInvoice(recordId) }],
  },
  'sales.quote.declined': { actions: declined },
  'sales.quote.undelivered': undelivered('quote'),
  'sales.invoice.undelivered': undelivered('invoice'),
  'sales.invoice.overdue': {
    actions: ({ recordId }) => [{ id: 'pay', labelKey: 'pay.action', right: 'sales.payment.create', to: `/sales/invoices/${recordId}?pay=1` }],
  },
  'sales.payment.received': { icon: 'money' },
};
