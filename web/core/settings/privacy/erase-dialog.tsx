import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Held, privacyEndpoints } from '../../../../server/contracts/core/privacy.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormProblem, TextField } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';

/** Asks for the name as it stands before anything is erased. @param rewritten how many archives are written anew. */
export function EraseDialog({ held, rewritten, onClose, onDone }: { held: Held; rewritten: number; onClose(): void; onDone(): void }) {
  const { t } = useTranslation('core');
  const format = useFormat();
  const [title, setTitle] = useState('');
  const form = useForm(
    async () => {
      await call(privacyEndpoints.erase, { body: { type: held.type, id: held.id, title } });
      onDone();
    },
    () => (title.trim() === held.title.trim() ? {} : { title: t('privacy.needName', { title: held.title }) }),
  );
  return (
    <Dialog
      opened
      title={t('privacy.eraseTitle', { title: held.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="dangerFilled" busy={form.busy} onClick={() => void form.submit()}>
            {t('privacy.erase')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <p>{t('privacy.eraseText')}</p>
        {rewritten > 0 && <p>{t('privacy.eraseArchives', { count: rewritten, n: format.number(rewritten) })}</p>}
        <TextField
          label={t('privacy.typeName', { title: held.title })}
          value={title}
          onChange={setTitle}
          error={form.errors.title}
          data-autofocus
          autoComplete="off"
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
