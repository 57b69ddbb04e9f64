import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from './field.js';
import { FormDialog } from './form-dialog.js';

interface NameDialogProps {
  title: string;
  /** What the button does. */
  action: string;
  initial?: string;
  /** Characters that are stored of a name. */
  longest?: number;
  /** Stores it; a refusal stands beside the field. */
  onSave: (name: string) => Promise<unknown>;
  onClose: () => void;
  /** What else is asked. */
  children?: ReactNode;
}

/** Asks for a name. */
export function NameDialog({ title, action, initial = '', longest = 120, onSave, onClose, children }: NameDialogProps) {
  const { t } = useTranslation('core');
  const [name, setName] = useState(initial);
  const [missing, setMissing] = useState(false);
  const submit = async () => {
    if (name.trim() === '') return setMissing(true);
    await onSave(name.trim());
    onClose();
  };
  return (
    <FormDialog title={title} submitLabel={action} fields={['name']} onSubmit={submit} onClose={onClose}>
      {(errors) => (
        <>
          <TextField
            label={t('nameDialog.name')}
            value={name}
            maxLength={longest}
            error={missing ? t('nameDialog.missing') : errors.name}
            onChange={(value) => {
              setName(value);
              setMissing(false);
            }}
            data-autofocus
            autoComplete="off"
          />
          {children}
        </>
      )}
    </FormDialog>
  );
}
