import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Invoice } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { recordKeys } from '../../../core/records/keys.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showUndo } from '../../../ui/feedback.js';
import { PlainField } from '../documents/plain-field.js';
import { useRefresh, useWork } from '../records/use-work.js';

/** Cancels an invoice with the reason that will be asked for later; can be taken back. */
export function CancelDialog({ invoice: { id, number }, onClose }: { invoice: Invoice; onClose(): void }) {
  const { t } = useTranslation('sales');
  const field = useId();
  const client = useQueryClient();
  const refresh = useRefresh();
  const work = useWork();
  const draft = useDraft<string | null>(`sales.cancel:${id}`, null);
  const keep = (after: Invoice) => client.setQueryData(recordKeys.one('sales.invoice', id), after);
  return (
    <FormDialog
      title={t('cancelInvoice.title', { number })}
      submitLabel={t('cancelInvoice.submit')}
      closeLabel={t('cancelInvoice.keep')}
      look="dangerFilled"
      fields={['reason']}
      draft={draft}
      onClose={onClose}
      onSubmit={async () => {
        keep(await call(invoiceEndpoints.cancel, { params: { id }, body: { reason: draft.value?.trim() ?? '' } }));
        await refresh();
        onClose();
        showUndo({
          text: t('cancelInvoice.done', { number }),
          onUndo: () => work.undo(async () => keep(await call(invoiceEndpoints.reopen, { params: { id } }))),
        });
      }}
    >
      {(errors) => (
        <>
          <p>{t('cancelInvoice.text')}</p>
          <PlainField
            id={field}
            name="reason"
            label={t('cancelInvoice.reason')}
            field={{ kind: 'longText', max: 1000, required: true }}
            value={draft.value}
            onChange={(value) => draft.set(value as string | null)}
            error={errors.reason}
            autoFocus
          />
        </>
      )}
    </FormDialog>
  );
}
