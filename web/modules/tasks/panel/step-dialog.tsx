import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Task, worksWithTasks } from '../../../../server/contracts/tasks/records.js';
import type { OpenStep } from '../../../../server/contracts/tasks/steps.js';
import { UploadChips } from '../../../core/files/file-chips.js';
import { PickFiles } from '../../../core/files/pick-files.js';
import { useUploads } from '../../../core/files/use-uploads.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { InstantEdit } from '../../../ui/fields/day-edit.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { LongTextEdit } from '../../../ui/fields/plain-edits.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import { messagesOf, problemOf } from '../../../ui/problem.js';
import { unreadIn } from '../../../ui/unread.js';
import { useWhyNotSaved } from '../../../ui/use-why-not-saved.js';
import s from './panel.module.css';

export interface StepBody {
  result?: string;
  fileIds?: number[];
  reason?: string;
  until?: string | null;
  ownerId?: number;
}

interface StepDialogProps {
  step: OpenStep;
  task: Task;
  /** Rejects with a problem: its messages land beside their fields. */
  onTake(body: StepBody): Promise<void>;
  onClose(): void;
}

const nothing = { text: null as string | null };

/** Asks what a step has to be given. */
export function StepDialog({ step: { step, demands }, task, onTake, onClose }: StepDialogProps) {
  const { t } = useTranslation(['tasks', 'ui']);
  const whyNotSaved = useWhyNotSaved();
  const id = useId();
  const draft = useDraft(`tasks.task.${task.id}.${step}`, nothing);
  const uploads = useUploads(`tasks.task.${task.id}.${step}`);
  const [ownerId, setOwner] = useState<number | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const { text } = draft.value;
  const isResult = step === 'complete';
  const textName = isResult ? 'result' : 'reason';
  const isNeeded = demands === textName;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy || unreadIn(event.currentTarget)) return;
    if (uploads.busy) return setErrors({ [textName]: t('step.filesUnderWay') });
    const words = text?.trim() ?? '';
    const fileIds = uploads.stored.map((file) => file.id);
    const missing: Record<string, string> =
      demands === 'ownerId' && ownerId === null
        ? { ownerId: t('ui:fields.needed') }
        : isNeeded && words === '' && fileIds.length === 0
          ? { [textName]: t('ui:fields.needed') }
          : {};
    setErrors(missing);
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    try {
      await onTake({
        ...(words ? { [textName]: words } : {}),
        ...(fileIds.length > 0 ? { fileIds } : {}),
        ...(ownerId === null ? {} : { ownerId }),
        ...(until === null ? {} : { until }),
      });
      draft.clear();
      uploads.clear();
    } catch (reason) {
      const messages = messagesOf(problemOf(reason));
      setErrors(Object.keys(messages).length > 0 ? messages : { [textName]: whyNotSaved(reason) });
    } finally {
      setBusy(false);
    }
  };
  const message = (name: string) =>
    errors[name] && (
      <FieldMessage id={`${id}-${name}-message`} look="bad">
        {errors[name]}
      </FieldMessage>
    );
  const shared = (name: string) => ({ id: `${id}-${name}`, invalid: Boolean(errors[name]), describedBy: errors[name] ? `${id}-${name}-message` : undefined });
  return (
    <Dialog opened title={t(`step.${step}.title`)} onClose={onClose}>
      <form noValidate className={s.ask} onSubmit={(event) => void submit(event)}>
        <p className={s.about}>{task.title}</p>
        {step === 'delegate' && (
          <div>
            <label htmlFor={`${id}-ownerId`}>{t('step.delegate.who')}</label>
            <RefEdit {...shared('ownerId')} type="core.person" holding={worksWithTasks} required autoFocus value={ownerId} onChange={setOwner} />
            {message('ownerId')}
          </div>
        )}
        {step === 'defer' && (
          <div>
            <label htmlFor={`${id}-until`}>{t('step.defer.until')}</label>
            <InstantEdit
              {...shared('until')}
              autoFocus
              value={until}
              onChange={(next, wrong) => {
                setUntil(next);
                setErrors(({ until: _, ...others }) => (wrong ? { ...others, until: wrong } : others));
              }}
            />
            {message('until')}
          </div>
        )}
        <div>
          <label htmlFor={`${id}-${textName}`}>
            {t(isResult ? 'field.result' : 'step.reason')} {!isNeeded && <span>{t('ui:fields.optional')}</span>}
          </label>
          <LongTextEdit
            {...shared(textName)}
            max={isResult ? 20_000 : 2000}
            required={isNeeded}
            autoFocus={step !== 'delegate' && step !== 'defer'}
            value={text}
            onChange={(next) => draft.set({ text: next })}
          />
          {message(textName)}
        </div>
        {isResult && (
          <div>
            <UploadChips uploads={uploads.uploads} />
            <PickFiles onFiles={uploads.add} />
          </div>
        )}
        <div className={s.askFoot}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {t(`step.${step}.do`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
