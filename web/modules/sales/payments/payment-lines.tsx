import { useTranslation } from 'react-i18next';
import { paymentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Payment } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { useMayFor } from '../../../core/session.js';
import { IconButton } from '../../../ui/button.js';
import { Amount, Day, Owner, ReferenceLink } from '../../../ui/cells.js';
import { confirm, showNote, showUndo } from '../../../ui/feedback.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useIsOwnSlip } from '../records/own-slip.js';
import { useWork } from '../records/use-work.js';
import s from './payment-lines.module.css';

interface TakeBack {
  /** Whoever may take back payments, and on the same day whoever noted it. */
  may(payment: Payment): boolean;
  /** After asking. Answers whether it was done. */
  take(payment: Payment): Promise<boolean>;
}

/** Takes back a payment that was noted wrongly. */
export function useTakeBack(): TakeBack {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const work = useWork();
  const mayFor = useMayFor();
  const isOwnSlip = useIsOwnSlip('payment');
  const mayDelete = ({ ownerId }: Payment) => mayFor('sales.payment.delete', ownerId);
  return {
    may: (payment) => mayDelete(payment) || isOwnSlip(payment),
    async take(payment) {
      const [amount, params] = [f.money(payment.amount), { id: payment.id }];
      if (!(await confirm({ title: t('takeBack.title', { amount }), text: t('takeBack.text'), action: t('takeBack.action'), danger: true }))) return false;
      const text = t('takeBack.done', { amount });
      if (!mayDelete(payment)) {
        if (!(await work(() => call(paymentEndpoints.takeOwnBack, { params })))) return false;
        showNote({ text });
        return true;
      }
      if (!(await work(() => call(paymentEndpoints.remove, { params })))) return false;
      showUndo({ text, onUndo: () => work.undo(() => call(paymentEndpoints.restore, { params })) });
      return true;
    },
  };
}

/** Payments one below the other. @param withInvoice names the invoice of each. */
export function PaymentLines({ payments, withInvoice = false }: { payments: readonly Payment[]; withInvoice?: boolean }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const takeBack = useTakeBack();
  if (payments.length === 0) return <p className={s.none}>{t('payment.none')}</p>;
  return (
    <ul className={s.lines}>
      {payments.map((payment) => (
        <li key={payment.id} className={s.line}>
          <b>
            <Amount value={payment.amount} />
          </b>
          <Day value={payment.day} />
          <span className={s.grow}>
            {payment.method}
            {withInvoice && (
              <>
                {payment.method && ' · '}
                <span className={s.number}>
                  <ReferenceLink type="sales.invoice" id={payment.invoiceId} />
                </span>
              </>
            )}
          </span>
          <span className={s.owner}>
            <Owner id={payment.ownerId} />
          </span>
          {takeBack.may(payment) && (
            <IconButton icon="undo" label={t('takeBack.one', { amount: f.money(payment.amount) })} onClick={() => void takeBack.take(payment)} />
          )}
        </li>
      ))}
    </ul>
  );
}
