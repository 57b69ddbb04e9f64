import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostTemplateDays, mostTemplateTasks, type TemplateTask, templateEndpoints } from '../../../../server/contracts/tasks/templates.js';
import { call } from '../../../core/api.js';
import { FormProblem, TextField, Tick } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { NumberEdit } from '../../../ui/fields/number-edit.js';
import pieces from '../../../ui/pieces.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { TemplateTaskMore } from './template-task-more.js';
import s from './templates.module.css';
import { templatesKey } from './use-templates.js';

interface Draft {
  version: number;
  name: string;
  shared: boolean;
  tasks: TemplateTask[];
}

/** A task that is added to a template. */
const blank: Omit<TemplateTask, 'key' | 'parent'> = {
  title: '',
  description: null,
  priority: 'normal',
  tags: [],
  ownerId: null,
  helperIds: [],
  observerIds: [],
  startInDays: null,
  endInDays: null,
  deadlineInDays: null,
  deadlineClock: '18:00',
  estimateMinutes: null,
  needsResult: false,
  needsAcceptance: false,
  mayMoveDeadline: true,
  stage: null,
  checks: [],
};

/** How deep a task stands below others. */
function levelOf(task: TemplateTask, all: readonly TemplateTask[]): number {
  let level = 0;
  for (let at: TemplateTask | undefined = task; at && at.parent !== null && level < 20; level += 1) at = all.find(({ key }) => key === at?.parent);
  return level;
}

/** The name of a template, who has it, and its tasks: what they are called and when they are due, and the rest of each when it is opened. */
export function EditTemplate({ id, onClose }: { id: number; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'core', 'ui']);
  const client = useQueryClient();
  const stored = useQuery({ queryKey: [...templatesKey, 'one', id], queryFn: ({ signal }) => call(templateEndpoints.get, { params: { id }, signal }) });
  const [draft, setDraft] = useState<Draft | null>(null);
  const [open, setOpen] = useState<number | null>(null);
  const [added, setAdded] = useState<number | null>(null);
  const formId = useId();
  /** Why the days of a task were not understood, by its key. */
  const [unread, setUnread] = useState<Readonly<Record<number, string>>>({});
  useEffect(() => {
    if (stored.data) setDraft((now) => now ?? { version: stored.data.version, name: stored.data.name, shared: stored.data.shared, tasks: stored.data.tasks });
  }, [stored.data]);
  const form = useForm(
    async () => {
      await call(templateEndpoints.change, { params: { id }, body: draft as Draft });
      await client.invalidateQueries({ queryKey: templatesKey });
      onClose();
    },
    () => {
      const errors: Record<string, string | undefined> = { name: draft?.name.trim() === '' ? t('template.needName') : undefined };
      for (const [n, { title }] of draft?.tasks.entries() ?? []) if (title.trim() === '') errors[`tasks.${n}.title`] = t('quick.noTitle');
      return errors;
    },
  );
  const change = (key: number, patch: Partial<TemplateTask>) =>
    draft && setDraft({ ...draft, tasks: draft.tasks.map((one) => (one.key === key ? { ...one, ...patch } : one)) });
  /** What stands below one that goes comes up to its place. */
  const drop = (gone: TemplateTask) =>
    draft &&
    setDraft({
      ...draft,
      tasks: draft.tasks.filter(({ key }) => key !== gone.key).map((one) => (one.parent === gone.key ? { ...one, parent: gone.parent } : one)),
    });
  const ofTask = stored.data?.of === 'task';
  /** In a template of a task below the task itself. */
  const add = () => {
    if (!draft) return;
    const key = Math.max(0, ...draft.tasks.map((one) => one.key)) + 1;
    const parent = ofTask ? (draft.tasks[0]?.key ?? null) : null;
    setDraft({ ...draft, tasks: [...draft.tasks, { ...blank, key, parent, deadlineClock: draft.tasks[0]?.deadlineClock ?? blank.deadlineClock }] });
    setAdded(key);
  };
  const inRows = Object.entries(form.errors).find(([path]) => path.startsWith('tasks'))?.[1];
  return (
    <Dialog
      opened
      title={t('template.edit')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button look="primary" busy={form.busy} disabled={!draft} onClick={() => void form.submit()}>
            {t('template.save')}
          </Button>
        </>
      }
    >
      {!draft ? (
        stored.isError ? (
          <FormProblem>{t('core:list.failed')}</FormProblem>
        ) : (
          <SkeletonRows rows={5} label={t('core:loading')} />
        )
      ) : (
        <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
          <TextField
            label={t('field.name')}
            value={draft.name}
            maxLength={120}
            error={form.errors.name}
            onChange={(name) => setDraft({ ...draft, name })}
            data-autofocus
          />
          <Tick label={t('template.share')} help={t('template.shareHelp')} checked={draft.shared} onChange={(shared) => setDraft({ ...draft, shared })} />
          <section aria-label={t('task.plural')}>
            <div className={s.rowHead} aria-hidden="true">
              <span>{t('field.title')}</span>
              <span>{t('template.dueInDays')}</span>
            </div>
            <ul className={s.rows}>
              {draft.tasks.map((one, n) => (
                <li key={one.key} className={s.row} style={{ paddingInlineStart: `${Math.min(4, levelOf(one, draft.tasks)) * 16}px` }}>
                  <input
                    className={pieces.input}
                    aria-label={t('template.titleOf', { n: n + 1 })}
                    aria-invalid={form.errors[`tasks.${n}.title`] ? true : undefined}
                    maxLength={250}
                    autoFocus={added === one.key}
                    value={one.title}
                    onChange={(event) => change(one.key, { title: event.target.value })}
                  />
                  <NumberEdit
                    id={`${formId}-due-${one.key}`}
                    label={t('template.dueOf', { title: one.title })}
                    decimals={0}
                    min={0}
                    max={mostTemplateDays}
                    value={one.deadlineInDays}
                    invalid={unread[one.key] !== undefined}
                    describedBy={unread[one.key] && `${formId}-due-${one.key}-message`}
                    onChange={(deadlineInDays, wrong) => {
                      setUnread(({ [one.key]: _, ...others }) => (wrong ? { ...others, [one.key]: wrong } : others));
                      if (!wrong) change(one.key, { deadlineInDays });
                    }}
                  />
                  <IconButton
                    icon={open === one.key ? 'up' : 'down'}
                    label={t('template.moreOf', { title: one.title })}
                    aria-expanded={open === one.key}
                    onClick={() => setOpen(open === one.key ? null : one.key)}
                  />
                  <IconButton icon="trash" label={t('template.drop', { title: one.title })} disabled={ofTask && n === 0} onClick={() => drop(one)} />
                  {unread[one.key] && (
                    <div className={s.fault}>
                      <FieldMessage id={`${formId}-due-${one.key}-message`} look="bad">
                        {unread[one.key]}
                      </FieldMessage>
                    </div>
                  )}
                  {open === one.key && <TemplateTaskMore task={one} onChange={(patch) => change(one.key, patch)} onSubmit={() => void form.submit()} />}
                </li>
              ))}
            </ul>
            {draft.tasks.length < mostTemplateTasks && (
              <div className={s.add}>
                <Button icon="plus" onClick={add}>
                  {t('template.addTask')}
                </Button>
              </div>
            )}
          </section>
          <FormProblem>{inRows ?? (Object.keys(form.errors).length === 0 && form.problem)}</FormProblem>
        </form>
      )}
    </Dialog>
  );
}
