import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commentEndpoints } from '../../../../server/contracts/core/comments.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { Button, IconButton } from '../../../ui/button.js';
import { DraftLine } from '../../../ui/draft/draft-line.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { PutOff } from '../../../ui/problem.js';
import { RichTextEditor } from '../../../ui/rich-text/lazy-editor.js';
import { RichText } from '../../../ui/rich-text/rich-text.js';
import { useWhyNotSaved } from '../../../ui/use-why-not-saved.js';
import s from './panel.module.css';

interface DescriptionProps {
  task: Task;
  mayChange: boolean;
  /** Stands with the editor open. */
  begins: boolean;
  onSave(name: string, value: unknown, before: unknown): Promise<void>;
  onClosed(): void;
}

/** What a task is about at length; written in place, kept as a draft until it is stored. */
export function Description({ task, mayChange, begins, onSave, onClosed }: DescriptionProps) {
  const { t } = useTranslation(['tasks', 'ui', 'core']);
  const whyNotSaved = useWhyNotSaved();
  const [editing, setEditing] = useState(false);
  const [before, setBefore] = useState(task.description);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const initial = useMemo(() => task.description ?? '', [task.description]);
  const draft = useDraft(`tasks.task.${task.id}.description`, initial);
  const isOpen = mayChange && (editing || begins);
  if (!isOpen && !task.description) return null;
  const close = () => {
    setEditing(false);
    setError(null);
    onClosed();
  };
  const save = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const next = draft.value === '' ? null : draft.value;
      if (next !== task.description) await onSave('description', next, editing ? before : task.description);
      draft.clear();
      close();
    } catch (reason) {
      if (!(reason instanceof PutOff)) setError(whyNotSaved(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={s.block} aria-label={t('field.description')}>
      <h3>
        {t('field.description')}
        {!isOpen && mayChange && (
          <IconButton
            small
            icon="edit"
            label={t('ui:fields.edit', { label: t('field.description') })}
            onClick={() => {
              setBefore(task.description);
              setEditing(true);
            }}
          />
        )}
      </h3>
      {isOpen ? (
        <>
          <RichTextEditor
            label={t('field.description')}
            value={draft.value}
            onChange={draft.set}
            onSubmit={() => void save()}
            people={async (q) => (await call(commentEndpoints.people, { query: { recordType: 'tasks.task', recordId: task.id, q } })).items}
            autoFocus
            invalid={error !== null}
          />
          {error && <FieldMessage look="bad">{error}</FieldMessage>}
          <div className={s.foot}>
            <DraftLine
              at={draft.keptAt}
              onDiscard={() => {
                draft.clear();
                close();
              }}
            />
            <Button onClick={close}>{t('ui:cancel')}</Button>
            <Button look="primary" busy={busy} onClick={() => void save()}>
              {t('panel.save')}
            </Button>
          </div>
        </>
      ) : (
        <RichText html={task.description ?? ''} />
      )}
    </section>
  );
}
