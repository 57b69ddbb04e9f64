import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostTemplateDays, type TemplateTask } from '../../../../server/contracts/tasks/templates.js';
import { Labelled } from '../../../core/form/field.js';
import { NumberField } from '../../../core/form/read-fields.js';
import { PeopleEdit } from '../../../ui/fields/people-edit.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import pieces from '../../../ui/pieces.module.css';
import { RichTextEditor } from '../../../ui/rich-text/lazy-editor.js';
import { linesOf, pointsOf } from './template-points.js';
import s from './templates.module.css';

interface MoreProps {
  task: TemplateTask;
  onChange(patch: Partial<TemplateTask>): void;
  onSubmit(): void;
}

/** What a task of a template has besides its title and deadline. */
export function TemplateTaskMore({ task, onChange, onSubmit }: MoreProps) {
  const { t } = useTranslation('tasks');
  // As they were typed: read back from the points, a line that is being begun would go.
  const [lines, setLines] = useState(() => linesOf(task.checks));
  const mostPeople = 50;
  return (
    <fieldset className={s.more} aria-label={t('template.moreOf', { title: task.title })}>
      <NumberField
        label={t('template.startInDays')}
        help={t('template.startInDaysHelp')}
        decimals={0}
        min={0}
        max={mostTemplateDays}
        value={task.startInDays}
        onChange={(startInDays) => onChange({ startInDays })}
      />
      <Labelled label={t('field.ownerId')} help={t('template.ownerHelp')}>
        {({ id }) => <RefEdit id={id} type="core.person" value={task.ownerId} onChange={(ownerId) => onChange({ ownerId })} />}
      </Labelled>
      <Labelled label={t('field.helperIds')}>
        {({ id }) => <PeopleEdit id={id} most={mostPeople} value={task.helperIds} onChange={(helperIds) => onChange({ helperIds })} />}
      </Labelled>
      <Labelled label={t('field.observerIds')}>
        {({ id }) => <PeopleEdit id={id} most={mostPeople} value={task.observerIds} onChange={(observerIds) => onChange({ observerIds })} />}
      </Labelled>
      <div className={s.wide}>
        <span aria-hidden="true">{t('field.description')}</span>
        <div className={s.editor}>
          <RichTextEditor
            label={t('field.description')}
            value={task.description ?? ''}
            onChange={(html) => onChange({ description: html || null })}
            onSubmit={onSubmit}
          />
        </div>
      </div>
      <div className={s.wide}>
        <Labelled label={t('field.checklist')} help={t('template.checksHelp')}>
          {(ids) => (
            <textarea
              {...ids}
              className={pieces.input}
              rows={4}
              value={lines}
              onChange={(event) => {
                setLines(event.target.value);
                onChange({ checks: pointsOf(event.target.value, task.checks) });
              }}
            />
          )}
        </Labelled>
      </div>
    </fieldset>
  );
}
