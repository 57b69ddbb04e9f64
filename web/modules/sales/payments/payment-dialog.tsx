import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../../server/contracts/core/fields.js';
import { dealSalesEndpoints, invoiceEndpoints, paymentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { payment } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showUndo } from '../../../ui/feedback.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useWin } from '../deal/use-win.js';
import { PlainField } from '../documents/plain-field.js';
import { useToday } from '../records/cells.js';
import { useRefresh, useWork } from '../records/use-work.js';

interface Typed {
  amount: Money | null;
  day: string | null;
  method: string | null;
}

/** Whether all of a deal is paid now, and the person may close it as won; what cannot be found out is not offered. */
async function canBeClosed(dealId: number | null): Promise<boolean> {
  if (dealId === null) return false;
  const found = await call(dealSalesEndpoints.paidInFull, { query: { dealId } }).catch(() => undefined);
  return found !== undefined && found.items.length > 0;
}

/** Notes money that came in for an invoice, all that is open or a part of it. */
export function PaymentDialog({ invoice, onClose }: { invoice: { id: number; number: string | null; due: Money | null }; onClose(): void }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const id = useId();
  const refresh = useRefresh();
  const work = useWork();
  const win = useWin();
  const today = useToday();
  const initial = useMemo<Typed>(() => ({ amount: invoice.due, day: today, method: null }), [invoice.due, today]);
  const draft = useDraft(`sales.payment.new:${invoice.id}`, initial);
  const { amount, day, method } = draft.value;
  const set = (change: Partial<Typed>) => draft.set({ ...draft.value, ...change });
  const [wrong, setWrong] = useState<string | undefined>();
  const { due } = invoice;
  const hint =
    amount !== null && amount.amount <= 0
      ? t('pay.notPositive')
      : due && t(amount !== null && amount.amount > due.amount ? 'pay.moreThanOpen' : 'pay.open', { due: f.money(due) });
  const submit = async () => {
    if (wrong) return;
    if (amount === null) return setWrong(t('pay.amountNeeded'));
    const noted = await call(invoiceEndpoints.pay, {
      params: { id: invoice.id },
      body: { amount, ...(day ? { day } : {}), ...(method?.trim() ? { method: method.trim() } : {}) },
    });
    const [closing] = await Promise.all([amount.amount === due?.amount ? canBeClosed(noted.dealId) : false, refresh()]);
    onClose();
    showUndo({
      text: t('pay.done', { amount: f.money(noted.amount) }),
      ...(closing ? { link: { label: t('crm:deal.win'), onSelect: () => win(noted.dealId as number) } } : {}),
      onUndo: () => work.undo(() => call(paymentEndpoints.takeOwnBack, { params: { id: noted.id } })),
    });
  };
  return (
    <FormDialog
      title={t('pay.title', { number: invoice.number })}
      submitLabel={t('pay.submit')}
      fields={['amount', 'day', 'method']}
      draft={draft}
      onSubmit={submit}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <PlainField
            id={`${id}-amount`}
            name="amount"
            label={t('payment.field.amount')}
            field={payment.fields.amount}
            currency={invoice.due?.currency}
            value={amount}
            onChange={(value, problem) => {
              set({ amount: value as Money | null });
              setWrong(problem);
            }}
            error={wrong ?? errors.amount ?? errors['amount.amount']}
            help={hint ?? undefined}
            autoFocus
          />
          <PlainField
            id={`${id}-day`}
            name="day"
            label={t('payment.field.day')}
            field={{ ...payment.fields.day, required: true }}
            value={day}
            onChange={(value) => set({ day: value as string | null })}
            error={errors.day}
          />
          <PlainField
            id={`${id}-method`}
            name="method"
            label={t('payment.field.method')}
            field={payment.fields.method}
            value={method}
            onChange={(value) => set({ method: value as string | null })}
            error={errors.method}
            help={t('pay.methodHelp')}
          />
        </>
      )}
    </FormDialog>
  );
}
