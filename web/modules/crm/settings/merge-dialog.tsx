import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormProblem, SelectField } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';

/** Asks into which other entry one is merged, saying how many records that changes. */
export function MergeDialog({
  name,
  count,
  others,
  onMerge,
  onClose,
}: {
  name: string;
  count: number;
  others: readonly { id: number; name: string }[];
  onMerge: (into: number) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('crm');
  const format = useFormat();
  const [into, setInto] = useState('');
  const form = useForm(async () => {
    await onMerge(Number(into));
    onClose();
  });
  return (
    <Dialog
      opened
      title={t('settings.mergeTitle', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="dangerFilled" busy={form.busy} disabled={into === ''} onClick={() => void form.submit()}>
            {t('settings.mergeAction')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <p>{t('settings.mergeCount', { count, formatted: format.number(count) })}</p>
        <SelectField
          label={t('settings.mergeInto')}
          value={into}
          error={form.errors.into}
          help={t('settings.mergeHelp', { name })}
          empty="–"
          options={others.map((one) => ({ value: String(one.id), label: one.name }))}
          onChange={setInto}
          data-autofocus
        />
        <FormProblem>{Object.keys(form.errors).length === 0 && form.problem}</FormProblem>
      </form>
    </Dialog>
  );
}
