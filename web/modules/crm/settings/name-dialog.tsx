import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormProblem, TextField } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { Dialog } from '../../../core/settings/dialog.js';
import { Button } from '../../../ui/button.js';

/** Asks for a name. `onSave` stores it; a refusal stands beside the field. */
export function NameDialog({
  title,
  action,
  initial = '',
  onSave,
  onClose,
}: {
  title: string;
  action: string;
  initial?: string;
  onSave: (name: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('crm');
  const [name, setName] = useState(initial);
  const form = useForm(
    async () => {
      await onSave(name.trim());
      onClose();
    },
    () => ({ name: name.trim() === '' ? t('settings.nameMissing') : undefined }),
  );
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {action}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <TextField label={t('settings.name')} value={name} maxLength={120} error={form.errors.name} onChange={setName} data-autofocus />
        <FormProblem>{Object.keys(form.errors).length === 0 && form.problem}</FormProblem>
      </form>
    </Dialog>
  );
}
