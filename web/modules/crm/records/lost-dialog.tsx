import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../core/form/field.js';
import { Button } from '../../../ui/button.js';
import { useFocusBack } from '../../../ui/use-focus-back.js';
import { useLostReasons } from '../dictionaries.js';
import { dialogLook } from './dialog-look.js';
import s from './dialogs.module.css';

/** Asks why a deal or lead was lost; nothing is moved without a reason. */
export function LostDialog({ title, onConfirm, onClose }: { title: string; onConfirm(lostReasonId: number): Promise<void>; onClose(): void }) {
  const { t } = useTranslation('crm');
  useFocusBack(true);
  const reasons = useLostReasons();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const submit = async () => {
    if (reason === '') return setMissing(true);
    setBusy(true);
    try {
      await onConfirm(Number(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('lost.title', { title })} {...dialogLook} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SelectField
          label={t('lost.reason')}
          empty={t('lost.choose')}
          options={reasons.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={reason}
          onChange={(value) => {
            setReason(value);
            setMissing(false);
          }}
          error={missing ? t('lost.missing') : undefined}
          data-autofocus
        />
        <footer className={s.footer}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t('lost.confirm')}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}
