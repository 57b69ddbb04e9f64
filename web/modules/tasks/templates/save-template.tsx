import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { templateEndpoints } from '../../../../server/contracts/tasks/templates.js';
import { call } from '../../../core/api.js';
import { FormProblem, TextField, Tick } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showNote } from '../../../ui/feedback.js';
import { templatesKey } from './use-templates.js';

/** Saves a task with all below it, or a project with all in it, as a template. */
export function SaveTemplate({ of, name: first, onClose }: { of: { taskId: number } | { projectId: number }; name: string; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'ui']);
  const client = useQueryClient();
  const [name, setName] = useState([...first].slice(0, 120).join(''));
  const [shared, setShared] = useState(false);
  const form = useForm(
    async () => {
      const made = await call(templateEndpoints.create, { body: { name: name.trim(), shared, ...of } });
      await client.invalidateQueries({ queryKey: templatesKey });
      onClose();
      showNote({ text: t('template.saved', { name: made.name }), link: { label: t('template.plural'), to: '/tasks/templates' } });
    },
    () => ({ name: name.trim() === '' ? t('template.needName') : undefined }),
  );
  return (
    <Dialog
      opened
      title={t('template.saveAs')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t('template.save')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <TextField
          label={t('field.name')}
          value={name}
          maxLength={120}
          error={form.errors.name}
          help={t('template.saveHelp')}
          onChange={setName}
          data-autofocus
        />
        <Tick label={t('template.share')} help={t('template.shareHelp')} checked={shared} onChange={setShared} />
        <FormProblem>{(!form.errors.name && form.problem) || form.errors.taskId || form.errors.projectId}</FormProblem>
      </form>
    </Dialog>
  );
}
