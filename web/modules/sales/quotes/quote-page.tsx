import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Declined, Quote } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useAddressQuery, useGo } from '../../../core/navigation.js';
import { recordKeys } from '../../../core/records/keys.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useMay, useMayFor, useSession } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { When } from '../../../ui/ui-context.js';
import { DocumentPage } from '../documents/document-page.js';
import { toDraft, toEdit } from '../documents/edit-document.js';
import { HandOnDialog } from '../documents/hand-on-dialog.js';
import { type DocumentEditorProps, RoutedDocument } from '../documents/routed-document.js';
import { SendDialog } from '../documents/send-dialog.js';
import { isWithClient, SendingState, SentWords } from '../documents/sending.js';
import { useDocumentMenu } from '../documents/use-document-menu.js';
import { type Stored, useEditor } from '../documents/use-editor.js';
import { useMakeInvoice } from '../invoices/use-make-invoice.js';
import type { InvoiceLine } from '../kinds.js';
import { isUndelivered, Status, useToday, ValidUntil } from '../records/cells.js';
import { useRefresh } from '../records/use-work.js';
import { AcceptDialog, DeclineDialog } from './answer-dialogs.js';

const readQuote = (quote: Quote): Stored => ({
  version: quote.version,
  document: { companyId: quote.companyId, contactId: quote.contactId, day: quote.validUntil, terms: quote.terms, rows: toEdit(quote.rows) },
});

/** Who declined it, when, and why as far as that is known. */
function DeclinedWords({ of: { at, by, reason } }: { of: Declined }) {
  const { t } = useTranslation('sales');
  return (
    <span>
      {t(by ? 'quote.declinedBy' : 'quote.declinedAt', { name: by })} <When at={at} />
      {reason && `: ${t('quote.reason', { reason })}`}
    </span>
  );
}

/** Beside the number: which deal, how it stands, what happened when. */
function QuoteWords({ quote, dealId }: { quote: Quote | undefined; dealId: number | null }) {
  const { t } = useTranslation('sales');
  const today = useToday();
  return (
    <>
      {quote && <Status of={quote} />}
      <ReferenceLink type="crm.deal" id={dealId} />
      {quote?.acceptedAt ? (
        <span>
          {t('quote.acceptedBy', { name: quote.acceptedBy })} <When at={quote.acceptedAt} />
        </span>
      ) : quote?.declined ? (
        <DeclinedWords of={quote.declined} />
      ) : (
        quote && <SentWords kind="quote" of={quote} />
      )}
      {quote?.validUntil && quote.validUntil < today && (quote.status === 'draft' || quote.status === 'sent') && <ValidUntil of={quote} />}
    </>
  );
}

/**
 * The newest invoice of an accepted quote that is not cancelled, as far as the person may see it: with it such a quote goes on.
 * Null: there is none; undefined while that is not known.
 */
function useInvoiceOf(quote: Quote | undefined): InvoiceLine | null | undefined {
  const isWanted = useMay()('sales.invoice.read') && quote?.status === 'accepted';
  useLive('sales.invoice');
  const query = { quoteId: quote?.id ?? 0, 'status.ne': 'cancelled', sort: '-createdAt' };
  const { items, isPending } = useRecordList<InvoiceLine>('sales.invoice', invoiceEndpoints.list, query, isWanted);
  return isWanted && isPending ? undefined : (items[0] ?? null);
}

function QuoteEditor({ document: quote, dealId, fresh }: DocumentEditorProps<Quote>) {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  const mayFor = useMayFor();
  const { company } = useSession();
  const client = useQueryClient();
  const refresh = useRefresh();
  const { busy: invoicing, makeInvoice } = useMakeInvoice();
  const [query, setQuery] = useAddressQuery();
  const today = useToday();
  const [dialog, setDialog] = useState<'send' | 'hand-on' | 'accept' | 'decline' | null>(null);
  const [stored, setStored] = useState(() => (quote ? readQuote(quote) : fresh?.stored));
  if (quote && stored && quote.version !== stored.version) setStored(readQuote(quote));
  const open = quote === undefined || quote.status === 'draft' || quote.status === 'sent';
  const mayChange = quote ? mayFor('sales.quote.change', quote.ownerId) : may('sales.quote.create');
  const readOnly = !open || !mayChange;
  const currency = quote?.total?.currency ?? fresh?.currency ?? company.currency;
  const editor = useEditor({
    draftKey: quote ? `sales.quote:${quote.id}` : `sales.quote:new:${dealId}`,
    stored,
    currency,
    readOnly,
    read: (current) => readQuote(current as Quote),
    async store({ day, terms, companyId, contactId, rows }, base) {
      const values = { validUntil: day, terms, companyId, contactId, rows: toDraft(rows) };
      if (!quote) {
        const made = await call(quoteEndpoints.create, { body: { ...values, dealId: dealId as number } });
        client.setQueryData(recordKeys.one('sales.quote', made.id), made);
        await refresh();
        go(`/sales/quotes/${made.id}`, { replace: true });
        return null;
      }
      const after = await call(quoteEndpoints.change, { params: { id: quote.id }, body: { ...values, version: base.version } });
      client.setQueryData(recordKeys.one('sales.quote', quote.id), after);
      await refresh();
      return readQuote(after);
    },
  });
  /** Nothing is sent or answered that is not what stands on the screen. */
  const then = (next: () => void) => () => void (readOnly ? Promise.resolve(true) : editor.save()).then((ok) => ok && next());
  const maySend = quote !== undefined && open && mayChange;
  const menu = useDocumentMenu('quote', quote, { maySend, onHandOn: then(() => setDialog('hand-on')) });
  // As notices ask for it; what is written here and not stored yet is not what would be sent.
  const shown = dialog ?? (query.send && maySend && !editor.dirty ? 'send' : null);
  const close = () => {
    setDialog(null);
    if (query.send) setQuery({ ...query, send: undefined });
  };
  const send = { label: t(quote && isUndelivered(quote) ? 'send.again' : 'send.action'), icon: 'send' as const };
  // Its client has it as it stands here: what is awaited is the answer.
  const awaited = quote?.status === 'sent' && isWithClient(quote);
  const lastDay = quote?.validUntil ?? null;
  const accept = { label: t('accept.action'), icon: 'check' as const };
  // Nobody can accept it any more, or its client did not want it as it is.
  const isOver = quote?.status === 'declined' || (awaited && lastDay !== null && lastDay < today);
  const renew =
    quote && isOver && dealId !== null && may('sales.quote.create')
      ? { label: t('quote.renew'), icon: 'plus' as const, onClick: then(() => go(`/sales/quotes/new/${dealId}?from=${quote.id}`)) }
      : undefined;
  const invoiceEntry = { label: t('quote.makeInvoice'), icon: 'card' as const };
  const mayInvoice = quote && quote.status !== 'declined' && may('sales.invoice.create');
  const invoice = useInvoiceOf(quote);
  const whoSees = useWhoSees();
  const entries: Entry[] = quote
    ? [
        ...menu.handing,
        ...(maySend
          ? ([
              ...(awaited ? [{ ...send, label: t('send.again'), id: 'send', onSelect: then(() => setDialog('send')) }] : []),
              ...(awaited && !renew ? [] : [{ ...accept, id: 'accept', onSelect: then(() => setDialog('accept')) }]),
              { id: 'decline', label: t('decline.action'), icon: 'x', onSelect: then(() => setDialog('decline')) },
            ] satisfies Entry[])
          : []),
        ...(mayInvoice && (open || invoice)
          ? [
              {
                ...invoiceEntry,
                ...(invoice ? { label: t('quote.makeAnother') } : {}),
                id: 'invoice',
                onSelect: then(() => makeInvoice(quote.id)),
              },
            ]
          : []),
        ...whoSees('sales.quote', quote.id, quote.number),
        ...(quote.status === 'accepted' ? [] : menu.remove),
      ]
    : [];
  return (
    <>
      <DocumentPage
        kind="quote"
        id={quote?.id}
        number={quote?.number ?? null}
        createdAt={quote?.createdAt}
        ownerId={quote?.ownerId}
        editor={editor}
        currency={currency}
        readOnly={readOnly}
        words={<QuoteWords quote={quote} dealId={dealId} />}
        menu={entries}
        top={
          quote && (
            <SendingState
              kind="quote"
              of={quote}
              onSend={mayChange ? then(() => setDialog('send')) : undefined}
              onHandOn={maySend ? then(() => setDialog('hand-on')) : undefined}
            />
          )
        }
        second={quote ? { label: t('pdf'), icon: 'download', onClick: then(menu.pdf) } : undefined}
        primary={
          maySend
            ? awaited
              ? (renew ?? { ...accept, onClick: then(() => setDialog('accept')) })
              : { ...send, onClick: then(() => setDialog('send')) }
            : quote?.status === 'accepted' && invoice
              ? { label: t('quote.openInvoice', { number: invoice.number ?? invoice.id }), icon: 'card', onClick: () => go(`/sales/invoices/${invoice.id}`) }
              : invoice === null && quote?.status === 'accepted' && mayInvoice
                ? { ...invoiceEntry, busy: invoicing, onClick: () => makeInvoice(quote.id) }
                : renew
        }
      />
      {quote && shown === 'send' && <SendDialog kind="quote" document={quote} onClose={close} />}
      {quote && shown === 'hand-on' && <HandOnDialog kind="quote" document={quote} onClose={close} />}
      {quote && shown === 'accept' && <AcceptDialog id={quote.id} number={quote.number} onClose={close} />}
      {quote && shown === 'decline' && <DeclineDialog id={quote.id} number={quote.number} onClose={close} />}
    </>
  );
}

const follows = ['sales.quote'];

export default function QuotePage() {
  return <RoutedDocument kind="quote" get={quoteEndpoints.get} follows={follows} editor={QuoteEditor} />;
}
