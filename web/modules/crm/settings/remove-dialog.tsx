import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormProblem, SelectField } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';

/**
 * Asks where the records of a stage or pipeline go before it is deleted, saying how many there are.
 * @param places where they may go. @param proposed the id of one of them; else the first is proposed. @param onRemove stores it.
 */
export function RemoveDialog({
  title,
  count,
  places,
  proposed,
  onRemove,
  onClose,
}: {
  title: string;
  count: number;
  places: { id: number; name: string }[];
  proposed?: number | undefined;
  onRemove: (moveTo: number) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('crm');
  const format = useFormat();
  const [to, setTo] = useState(String(proposed ?? places[0]?.id ?? ''));
  const form = useForm(async () => {
    await onRemove(Number(to));
    onClose();
  });
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="dangerFilled" busy={form.busy} disabled={places.length === 0} onClick={() => void form.submit()}>
            {t('settings.moveAndDelete')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <p>{t('settings.recordsHere', { count, formatted: format.number(count) })}</p>
        {places.length === 0 ? (
          <p>{t('settings.nowhere')}</p>
        ) : (
          <SelectField
            label={t('settings.moveTo')}
            value={to}
            error={form.errors.moveTo}
            help={t('settings.moveHelp')}
            options={places.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={setTo}
            data-autofocus
          />
        )}
        <FormProblem>{Object.keys(form.errors).length === 0 && form.problem}</FormProblem>
      </form>
    </Dialog>
  );
}
