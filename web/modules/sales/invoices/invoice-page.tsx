import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, paymentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Invoice, Payment } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { useAddressQuery, useGo } from '../../../core/navigation.js';
import { recordKeys } from '../../../core/records/keys.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useMay, useMayFor, useSession } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { Amount, ReferenceLink } from '../../../ui/cells.js';
import { When } from '../../../ui/ui-context.js';
import { DocumentPage } from '../documents/document-page.js';
import s from '../documents/document-page.module.css';
import { toDraft, toEdit } from '../documents/edit-document.js';
import { HandOnDialog } from '../documents/hand-on-dialog.js';
import { type DocumentEditorProps, RoutedDocument } from '../documents/routed-document.js';
import { SendDialog } from '../documents/send-dialog.js';
import { SendingState, SentWords } from '../documents/sending.js';
import { useDocumentMenu } from '../documents/use-document-menu.js';
import { type Stored, useEditor } from '../documents/use-editor.js';
import { PaymentDialog } from '../payments/payment-dialog.js';
import { PaymentLines } from '../payments/payment-lines.js';
import { DueOn, isOpen, isUndelivered, Status } from '../records/cells.js';
import { useRefresh, useWork } from '../records/use-work.js';
import { ShipDialog } from '../shipments/ship-dialog.js';
import { CancelDialog } from './cancel-dialog.js';

const readInvoice = (invoice: Invoice): Stored => ({
  version: invoice.version,
  document: { companyId: invoice.companyId, contactId: invoice.contactId, day: invoice.dueOn, terms: invoice.terms, rows: toEdit(invoice.rows) },
});

function InvoiceWords({ invoice, dealId }: { invoice: Invoice | undefined; dealId: number | null }) {
  const { t } = useTranslation('sales');
  return (
    <>
      {invoice && <Status of={invoice} />}
      <ReferenceLink type="crm.deal" id={dealId} />
      {invoice?.quoteId && (
        <span>
          {t('invoice.fromQuote')} <ReferenceLink type="sales.quote" id={invoice.quoteId} />
        </span>
      )}
      {invoice?.cancelledAt && (
        <span>
          {t('cancelInvoice.at')} <When at={invoice.cancelledAt} />
        </span>
      )}
      {invoice && <SentWords kind="invoice" of={invoice} />}
    </>
  );
}

/** What an invoice comes to, what came in and what is open. */
function MoneyStrip({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('sales');
  return (
    <dl className={s.strip}>
      {(['total', 'paid', 'due'] as const).map((name) => (
        <div key={name}>
          <dt>{t(`field.${name}`)}</dt>
          <dd>
            <Amount value={invoice[name]} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('invoice.field.dueOn')}</dt>
        <dd>
          <DueOn of={invoice} />
        </dd>
      </div>
    </dl>
  );
}

function Payments({ payments }: { payments: readonly Payment[] }) {
  const { t } = useTranslation('sales');
  return (
    <section className={s.block}>
      <h2>{t('payment.plural')}</h2>
      <PaymentLines payments={payments} />
    </section>
  );
}

function InvoiceEditor({ document: invoice, dealId, fresh }: DocumentEditorProps<Invoice>) {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  const mayFor = useMayFor();
  const { company } = useSession();
  const client = useQueryClient();
  const refresh = useRefresh();
  const work = useWork();
  const [query, setQuery] = useAddressQuery();
  const [dialog, setDialog] = useState<'send' | 'hand-on' | 'ship' | 'pay' | 'cancel' | null>(null);
  const [stored, setStored] = useState(() => (invoice ? readInvoice(invoice) : fresh?.stored));
  if (invoice && stored && invoice.version !== stored.version) setStored(readInvoice(invoice));
  const payments = useRecordList<Payment>(
    'sales.payment',
    paymentEndpoints.list,
    { invoiceId: invoice?.id, sort: '-day' },
    invoice !== undefined && may('sales.payment.read'),
  );
  const open = invoice === undefined || isOpen(invoice);
  const mayChange = invoice ? mayFor('sales.invoice.change', invoice.ownerId) : may('sales.invoice.create');
  const readOnly = !open || !mayChange;
  const currency = invoice?.total?.currency ?? fresh?.currency ?? company.currency;
  const editor = useEditor({
    draftKey: invoice ? `sales.invoice:${invoice.id}` : `sales.invoice:new:${dealId}`,
    stored,
    currency,
    readOnly,
    read: (current) => readInvoice(current as Invoice),
    async store({ day, terms, companyId, contactId, rows }, base) {
      if (!invoice) {
        const made = await call(invoiceEndpoints.create, { body: { dealId: dealId as number, ...(day ? { dueOn: day } : {}), terms, rows: toDraft(rows) } });
        client.setQueryData(recordKeys.one('sales.invoice', made.id), made);
        await refresh();
        go(`/sales/invoices/${made.id}`, { replace: true });
        return null;
      }
      const body = { dueOn: day, terms, companyId, contactId, rows: toDraft(rows), version: base.version };
      const after = await call(invoiceEndpoints.change, { params: { id: invoice.id }, body });
      client.setQueryData(recordKeys.one('sales.invoice', invoice.id), after);
      await refresh();
      return readInvoice(after);
    },
  });
  const then = (next: () => void) => () => void (readOnly ? Promise.resolve(true) : editor.save()).then((ok) => ok && next());
  const close = () => {
    setDialog(null);
    if (query.pay || query.send) setQuery({ ...query, pay: undefined, send: undefined });
  };
  const send = { label: t(invoice?.sentAt ? 'send.again' : 'send.action'), icon: 'send' as const, onClick: then(() => setDialog('send')) };
  const mayPay = invoice && open && may('sales.payment.create');
  const maySend = invoice && invoice.status !== 'cancelled' && mayChange;
  const lost = invoice !== undefined && isUndelivered(invoice);
  const sentFirst = mayPay && !lost && (invoice.sentAt !== null || invoice.status !== 'unpaid');
  const menu = useDocumentMenu('invoice', invoice, { maySend: maySend === true, onHandOn: then(() => setDialog('hand-on')) });
  // As notices and "My day" ask for it; what is written here and not stored yet is not what would be sent.
  const shown = dialog ?? (query.pay && mayPay ? 'pay' : query.send && maySend && !editor.dirty ? 'send' : null);
  const pay = { label: t('pay.action'), icon: 'money' as const, onClick: then(() => setDialog('pay')) };
  const paid = (invoice?.paid?.amount ?? 0) > 0;
  const whoSees = useWhoSees();
  const cancelling: Entry[] =
    !invoice || !mayChange
      ? []
      : invoice.status === 'cancelled'
        ? [
            {
              id: 'reopen',
              label: t('cancelInvoice.reopen'),
              icon: 'undo',
              onSelect: () => void work(() => call(invoiceEndpoints.reopen, { params: { id: invoice.id } })),
            },
          ]
        : [{ id: 'cancel', label: t('cancelInvoice.action'), icon: 'x', danger: true, onSelect: then(() => setDialog('cancel')) }];
  const entries: Entry[] = invoice
    ? [
        { id: 'pdf', label: t('pdf'), icon: 'download', onSelect: then(menu.pdf) },
        ...menu.handing,
        ...(may('sales.shipment.create') && invoice.status !== 'cancelled'
          ? ([{ id: 'ship', label: t('ship.action'), icon: 'truck', onSelect: then(() => setDialog('ship')) }] satisfies Entry[])
          : []),
        ...whoSees('sales.invoice', invoice.id, invoice.number),
        ...cancelling,
        ...(paid ? [] : menu.remove),
      ]
    : [];
  return (
    <>
      <DocumentPage
        kind="invoice"
        id={invoice?.id}
        number={invoice?.number ?? null}
        createdAt={invoice?.createdAt}
        ownerId={invoice?.ownerId}
        editor={editor}
        currency={currency}
        readOnly={readOnly}
        rowsReadOnly={paid}
        clientOfDeal={!invoice}
        words={<InvoiceWords invoice={invoice} dealId={dealId} />}
        menu={entries}
        primary={sentFirst ? pay : maySend && open ? send : undefined}
        second={sentFirst || !open ? (maySend ? send : undefined) : mayPay ? pay : undefined}
        top={
          invoice && (
            <>
              <SendingState kind="invoice" of={invoice} onSend={undefined} onHandOn={maySend ? then(() => setDialog('hand-on')) : undefined} />
              <MoneyStrip invoice={invoice} />
            </>
          )
        }
        paid={invoice?.paid ?? null}
        due={invoice?.due ?? null}
        cancelled={invoice?.status === 'cancelled'}
      >
        {invoice?.cancelReason && (
          <section className={s.block}>
            <h2>{t('invoice.field.cancelReason')}</h2>
            <p>{invoice.cancelReason}</p>
          </section>
        )}
        {invoice && may('sales.payment.read') && <Payments payments={payments.items} />}
      </DocumentPage>
      {invoice && shown === 'send' && <SendDialog kind="invoice" document={invoice} onClose={close} />}
      {invoice && shown === 'hand-on' && <HandOnDialog kind="invoice" document={invoice} onClose={close} />}
      {invoice && shown === 'cancel' && <CancelDialog invoice={invoice} onClose={close} />}
      {invoice && shown === 'pay' && <PaymentDialog invoice={invoice} onClose={close} />}
      {invoice && dealId !== null && shown === 'ship' && <ShipDialog dealId={dealId} invoiceId={invoice.id} onClose={close} />}
    </>
  );
}

const follows = ['sales.invoice', 'sales.payment'];

export default function InvoicePage() {
  return <RoutedDocument kind="invoice" get={invoiceEndpoints.get} follows={follows} editor={InvoiceEditor} />;
}
