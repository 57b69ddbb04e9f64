import { useTranslation } from 'react-i18next';
import { paymentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Payment } from '../../../../server/contracts/sales/records.js';
import { url } from '../../../core/address.js';
import { Comments } from '../../../core/comments/comments.js';
import { FilesSection } from '../../../core/files/files-section.js';
import { useGo, useRouteParams } from '../../../core/navigation.js';
import { ListPage } from '../../../core/records/list-page.js';
import s from '../../../core/records/list-page.module.css';
import { Missing } from '../../../core/records/missing.js';
import type { StepProps } from '../../../core/records/step-props.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import { useRecord } from '../../../core/records/use-records.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { RecordPanel } from '../../../ui/record/record-panel.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { paymentKind } from '../kinds.js';
import { SalesSections } from '../records/section-nav.js';
import { useTakeBack } from './payment-lines.js';

function PaymentPanel({ id, onClose, ...step }: StepProps) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const go = useGo();
  const takeBack = useTakeBack();
  const query = useRecord<Payment>('sales.payment', paymentEndpoints.get, id);
  const defs = useKindDefs(paymentKind.declaration);
  const payment = query.data;
  return (
    <RecordPanel
      opened
      {...step}
      onClose={onClose}
      title={payment ? f.money(payment.amount) : t('payment.one')}
      overline={t('payment.one')}
      address={url(`/sales/payments/${id}`)}
      {...(payment ? { primary: { label: t('payment.toInvoice'), icon: 'card', onClick: () => go(`/sales/invoices/${payment.invoiceId}`) } } : {})}
      menu={
        payment && takeBack.may(payment)
          ? [
              {
                id: 'takeBack',
                label: t('takeBack.action'),
                icon: 'undo',
                danger: true,
                onSelect: () => void takeBack.take(payment).then((done) => done && onClose()),
              },
            ]
          : []
      }
    >
      {payment ? (
        <div className={s.panel}>
          <FieldsPanel
            groups={[{ title: t('payment.one'), fields: pickDefs(defs, ['amount', 'day', 'method', 'invoiceId', 'dealId', 'ownerId']) }]}
            values={payment}
            canEdit={false}
            onSave={async () => undefined}
          />
          <FilesSection recordType="sales.payment" recordId={id} title={f.money(payment.amount)} />
          <Comments type="sales.payment" id={id} title={f.money(payment.amount)} ownerId={payment.ownerId} />
        </div>
      ) : query.isError ? (
        <Missing error={query.error} back="/sales/payments" onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={6} label={t('loading')} />
      )}
    </RecordPanel>
  );
}

export default function PaymentsPage() {
  const { id } = useRouteParams();
  const openId = id ? Number(id) : null;
  return (
    <ListPage kind={paymentKind} nav={<SalesSections current="/sales/payments" />} openId={openId}>
      {({ steps, close }) => openId !== null && <PaymentPanel {...steps} id={openId} onClose={close} />}
    </ListPage>
  );
}
