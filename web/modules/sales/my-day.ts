import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dealSalesEndpoints, invoiceEndpoints, quoteEndpoints } from '../../../server/contracts/sales/endpoints.js';
import { call } from '../../core/api.js';
import { withRest } from '../../core/home/day.js';
import { type LiveListener, useLive, useLiveEvents } from '../../core/live.js';
import type { DayAnswer, DayItem } from '../../core/module.js';
import { useGo } from '../../core/navigation.js';
import { useRecordList } from '../../core/records/use-records.js';
import { useMay, useSession } from '../../core/session.js';
import { useFormat } from '../../ui/ui-context.js';
import { useWin } from './deal/use-win.js';
import { openStates, yesterdayOf } from './invoices/overdue.js';
import { useMakeInvoice } from './invoices/use-make-invoice.js';
import type { InvoiceLine } from './kinds.js';
import { useToday } from './records/cells.js';

/** Whom to ask for the money: the client, or else the deal that it is for. */
function recordOf({ companyId, contactId, dealId }: Pick<InvoiceLine, 'companyId' | 'contactId' | 'dealId'>): Pick<DayItem, 'record'> {
  if (companyId !== null) return { record: { type: 'crm.company', id: companyId } };
  if (contactId !== null) return { record: { type: 'crm.contact', id: contactId } };
  return dealId === null ? {} : { record: { type: 'crm.deal', id: dealId } };
}

/** Invoices of the person that are late. */
export function useOverdueOfMyDay(): DayAnswer {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const go = useGo();
  const may = useMay();
  const me = useSession().person.id;
  const yesterday = yesterdayOf(useToday());
  useLive('sales.invoice');
  const filters = { ownerId: String(me), 'dueOn.lte': yesterday, 'status.in': openStates };
  const list = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, { ...filters, sort: 'dueOn' });
  const items = list.items.map(
    (invoice): DayItem => ({
      id: `sales.invoice:${invoice.id}`,
      due: invoice.dueOn,
      icon: 'money',
      title: t('myDay.overdue', { number: invoice.number, due: invoice.due ? f.money(invoice.due) : '' }),
      ...recordOf(invoice),
      to: `/sales/invoices/${invoice.id}`,
      ...(may('sales.payment.create') ? { action: { label: t('pay.action'), onSelect: () => go(`/sales/invoices/${invoice.id}?pay=1`) } } : {}),
    }),
  );
  const rest = (count: number) => ({
    id: 'sales.invoice',
    icon: 'money' as const,
    title: t('myDay.moreOverdue', { count }),
    to: `/sales/invoices?${new URLSearchParams(filters)}`,
  });
  return { loading: list.isPending, error: list.error, items: withRest(items, list.total, rest) };
}

const toInvoice = ['sales.quote', 'to-invoice'] as const;

/** Asks anew whatever changes one of these kinds of record. */
function useAnew(queryKey: readonly string[], ...topics: string[]): void {
  const client = useQueryClient();
  useLive(...topics);
  const watched = topics.join();
  const [first, second] = queryKey;
  const onChange = useCallback<LiveListener>(
    ({ topic }) => void (watched.split(',').includes(topic) && client.invalidateQueries({ queryKey: [first, second] })),
    [client, watched, first, second],
  );
  useLiveEvents(onChange);
}

/** Quotes of the person that were accepted and wait for their invoice. */
export function useQuotesOfMyDay(): DayAnswer {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const { makeInvoice } = useMakeInvoice();
  const me = useSession().person.id;
  // An invoice settles a quote without changing it.
  useAnew(toInvoice, 'sales.quote', 'sales.invoice');
  const asked = useQuery({ queryKey: toInvoice, queryFn: ({ signal }) => call(quoteEndpoints.toInvoice, { signal }) });
  const items = (asked.data?.items ?? []).map(
    (quote): DayItem => ({
      id: `sales.quote:${quote.id}`,
      due: null,
      icon: 'doc',
      title: t('myDay.toInvoice', { number: quote.number }),
      to: `/sales/quotes/${quote.id}`,
      ...(quote.dealId === null ? {} : { record: { type: 'crm.deal', id: quote.dealId } }),
      about: [quote.total && f.money(quote.total), quote.acceptedAt && t('myDay.accepted', { ago: f.ago(quote.acceptedAt) })].filter(Boolean).join(' · '),
      action: { label: t('quote.makeInvoice'), onSelect: () => makeInvoice(quote.id) },
    }),
  );
  const rest = (count: number) => ({
    id: 'sales.quote',
    icon: 'doc' as const,
    title: t('myDay.moreToInvoice', { count }),
    to: `/sales/quotes?${new URLSearchParams({ ownerId: String(me), status: 'accepted' })}`,
  });
  return { loading: asked.isPending, error: asked.error, items: withRest(items, asked.data?.total, rest) };
}

const paidInFull = ['sales.invoice', 'paid-in-full'] as const;

/** Open deals of the person whose client has paid all that was invoiced. */
export function usePaidInFullOfMyDay(): DayAnswer {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const may = useMay();
  const win = useWin();
  const me = useSession().person.id;
  useAnew(paidInFull, 'sales.invoice', 'crm.deal');
  // A deal that is paid is not asked for a next step.
  useAnew(['crm.deal', 'list'], 'sales.invoice');
  const asked = useQuery({ queryKey: paidInFull, queryFn: ({ signal }) => call(dealSalesEndpoints.paidInFull, { query: {}, signal }) });
  const items = (asked.data?.items ?? []).map(
    ({ id, title, paid, companyId, contactId }): DayItem => ({
      id: `crm.deal:paid:${id}`,
      due: null,
      icon: 'money',
      title: t('myDay.paidInFull', { deal: title }),
      to: `/crm/deals/${id}`,
      ...recordOf({ companyId, contactId, dealId: null }),
      ...(paid ? { about: f.money(paid) } : {}),
      ...(may('crm.deal.change') ? { action: { label: t('crm:deal.win'), onSelect: () => win(id) } } : {}),
    }),
  );
  const rest = (count: number) => ({
    id: 'crm.deal:paid',
    icon: 'money' as const,
    title: t('myDay.morePaidInFull', { count }),
    to: `/crm/deals?${new URLSearchParams({ view: 'list', ownerId: String(me), 'closedAt.empty': 'true' })}`,
  });
  return { loading: asked.isPending, error: asked.error, items: withRest(items, asked.data?.total, rest) };
}

/** The documents of the person that did not reach their client, and still wait for them. */
function useUndelivered(kind: 'quote' | 'invoice'): DayAnswer {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  const me = useSession().person.id;
  const queryKey = [`sales.${kind}`, 'undelivered'];
  useAnew(queryKey, `sales.${kind}`);
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  const asked = useQuery({ queryKey, queryFn: ({ signal }) => call(endpoints.undelivered, { signal }) });
  const items = (asked.data?.items ?? []).map(({ id, number, sentTo, mailReason, dealId }): DayItem => {
    const to = `/sales/${kind}s/${id}`;
    return {
      id: `sales.${kind}:undelivered:${id}`,
      due: null,
      failed: true,
      icon: 'mail',
      title: t(`myDay.undelivered.${kind}`, { number, to: sentTo ?? t('undelivered.someone') }),
      to,
      ...(dealId === null ? {} : { record: { type: 'crm.deal', id: dealId } }),
      ...(mailReason ? { about: mailReason } : {}),
      ...(may(`sales.${kind}.change`) ? { action: { label: t('send.again'), onSelect: () => go(`${to}?send=1`) } } : {}),
    };
  });
  const rest = (count: number) => ({
    id: `sales.${kind}:undelivered`,
    failed: true as const,
    icon: 'mail' as const,
    title: t(`myDay.moreUndelivered.${kind}`, { count }),
    to: `/sales/${kind}s?${new URLSearchParams({ ownerId: String(me), mailState: 'failed' })}`,
  });
  return { loading: asked.isPending, error: asked.error, items: withRest(items, asked.data?.total, rest) };
}

export const useUndeliveredQuotesOfMyDay = (): DayAnswer => useUndelivered('quote');
export const useUndeliveredInvoicesOfMyDay = (): DayAnswer => useUndelivered('invoice');
