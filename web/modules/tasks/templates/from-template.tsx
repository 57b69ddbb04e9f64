import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TemplateLine, templateEndpoints } from '../../../../server/contracts/tasks/templates.js';
import { call } from '../../../core/api.js';
import { FormProblem, SelectField, TextField } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { DayField } from '../../../core/form/read-fields.js';
import { useForm } from '../../../core/form/use-form.js';
import { useGo } from '../../../core/navigation.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showNote } from '../../../ui/feedback.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { EmptyState } from '../../../ui/states.js';
import { useWork } from '../use-work.js';
import { useTemplates } from './use-templates.js';

interface FromTemplateProps {
  /** The one to begin with; else one is chosen. */
  templateId?: number;
  /** Where the task goes and what it is about: then only templates of tasks are offered. */
  place?: { projectId?: number | null; aboutType?: string | null; aboutId?: number | null };
  onClose(): void;
}

/** Makes a task or a project of a template: which one, under which name, counted from which day. */
export function FromTemplate({ templateId, place, onClose }: FromTemplateProps) {
  const { t } = useTranslation(['tasks', 'core', 'ui']);
  const may = useMay();
  const list = useTemplates();
  const isBound = Boolean(place?.projectId || place?.aboutId);
  const offered = list.data?.items.filter((one) => (one.of === 'task' || !isBound) && (one.of === 'task' || may('tasks.project.create')));
  if (list.isError)
    return (
      <Dialog opened title={t('template.new')} onClose={onClose}>
        <ListFailed error={list.error} onRetry={() => void list.refetch()} />
      </Dialog>
    );
  if (!offered || offered.length === 0)
    return (
      <Dialog opened title={t('template.new')} onClose={onClose}>
        {offered ? (
          <EmptyState icon="check" title={t('template.none.title')} text={t('template.none.text')} />
        ) : (
          <SkeletonRows rows={3} label={t('core:loading')} />
        )}
      </Dialog>
    );
  return <Form offered={offered} first={templateId ?? (offered[0] as TemplateLine).id} place={place} onClose={onClose} />;
}

function Form({ offered, first, place, onClose }: { offered: readonly TemplateLine[]; first: number; place: FromTemplateProps['place']; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'ui']);
  const go = useGo();
  const work = useWork();
  const [id, setId] = useState(first);
  const [title, setTitle] = useState('');
  const [startOn, setStartOn] = useState('');
  const chosen = offered.find((one) => one.id === id);
  const { projectId, aboutType, aboutId } = place ?? {};
  const form = useForm(async () => {
    const about = aboutType && aboutId ? { aboutType, aboutId } : {};
    const body = { ...(title.trim() ? { title: title.trim() } : {}), ...(startOn ? { startOn } : {}), ...(projectId ? { projectId } : {}), ...about };
    const made = await call(templateEndpoints.use, { params: { id }, body });
    await work(async () => undefined);
    onClose();
    if (made.type === 'tasks.project') go(`/tasks/projects/${made.id}`);
    showNote({
      text: t('template.made', { title: made.title, count: made.taskCount }),
      ...(made.type === 'tasks.task' ? { link: { label: t('said.open'), to: `/tasks/tasks/${made.id}` } } : {}),
    });
  });
  return (
    <Dialog
      opened
      title={t('template.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t(chosen?.of === 'project' ? 'project.create' : 'task.create')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <SelectField
          label={t('template.one')}
          value={String(id)}
          options={offered.map((one) => ({ value: String(one.id), label: t(`template.choice.${one.of}`, { name: one.name, count: one.taskCount }) }))}
          onChange={(value) => setId(Number(value))}
          data-autofocus
        />
        <TextField
          label={t(chosen?.of === 'project' ? 'field.name' : 'field.title')}
          value={title}
          maxLength={chosen?.of === 'project' ? 120 : 250}
          placeholder={chosen?.of === 'project' ? chosen.name : undefined}
          error={form.errors.title}
          optional
          onChange={setTitle}
        />
        <DayField label={t('template.startOn')} value={startOn} error={form.errors.startOn} help={t('template.startHelp')} optional onChange={setStartOn} />
        <FormProblem>{Object.keys(form.errors).length === 0 && form.problem}</FormProblem>
      </form>
    </Dialog>
  );
}
