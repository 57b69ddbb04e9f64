import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { FormProblem, TextField, Tick } from '../form/field.js';
import { useForm } from '../form/use-form.js';
import { Dialog } from '../settings/dialog.js';

interface ViewNameDialogProps {
  title: string;
  name: string;
  /** Offers to share it; left out where it is only renamed. */
  shareable?: boolean;
  onSave(name: string, shared: boolean): Promise<void>;
  onClose(): void;
}

/** Asks what a view is called. */
export function ViewNameDialog({ title, name: before, shareable, onSave, onClose }: ViewNameDialogProps) {
  const { t } = useTranslation('core');
  const [name, setName] = useState(before);
  const [shared, setShared] = useState(false);
  const form = useForm(
    async () => {
      await onSave(name.trim(), shared);
      onClose();
    },
    () => ({ name: name.trim() === '' ? t('views.needName') : undefined }),
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
            {t('views.save')}
          </Button>
        </>
      }
    >
      <form ref={form.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <TextField label={t('views.name')} value={name} onChange={setName} error={form.errors.name} maxLength={80} data-autofocus autoComplete="off" />
        {shareable && <Tick label={t('views.shareTick')} help={t('views.shareHelp')} checked={shared} onChange={setShared} />}
      </form>
    </Dialog>
  );
}
