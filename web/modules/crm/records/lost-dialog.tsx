import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../core/form/field.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useLostReasons } from '../dictionaries.js';

/** Asks why a deal or lead was lost; nothing is moved without a reason. */
export function LostDialog({ title, onConfirm, onClose }: { title: string; onConfirm(lostReasonId: number): Promise<void>; onClose(): void }) {
  const { t } = useTranslation('crm');
  const reasons = useLostReasons();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = async () => {
    if (reason === '') setMissing(true);
    else await onConfirm(Number(reason));
  };
  return (
    <FormDialog title={t('lost.title', { title })} submitLabel={t('lost.confirm')} fields={['lostReasonId']} onSubmit={submit} onClose={onClose}>
      {(errors) => (
        <SelectField
          label={t('lost.reason')}
          empty={t('lost.choose')}
          options={reasons.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={reason}
          onChange={(value) => {
            setReason(value);
            setMissing(false);
          }}
          error={missing ? t('lost.missing') : errors.lostReasonId}
          data-autofocus
        />
      )}
    </FormDialog>
  );
}
