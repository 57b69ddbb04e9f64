import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { type Repeat, recurrenceEndpoints } from '../../../../server/contracts/tasks/recurrence.js';
import { call } from '../../../core/api.js';
import { FormProblem } from '../../../core/form/field.js';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showNote } from '../../../ui/feedback.js';
import p from '../../../ui/pieces.module.css';
import { choiceOf, draftOf, faultsOf, noRepeat, type RepeatChoice, repeatDraft } from './choice.js';
import s from './repeat.module.css';
import { RepeatFields } from './repeat-fields.js';
import { useDayOf, useRepeatWork } from './use-repeat.js';
import { useRepeatWords } from './words.js';

/** Sets how a task comes again, from this one on. */
export function RepeatDialog({ task, repeat, onClose }: { task: Task; repeat: Repeat | null; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'core']);
  const words = useRepeatWords();
  const work = useRepeatWork();
  const startOn = useDayOf()(task.deadlineAt);
  const [initial] = useState<RepeatChoice>(() => (repeat ? choiceOf(repeat, startOn) : { ...noRepeat, preset: 'weekly' }));
  const draft = useDraft<RepeatChoice>(repeatDraft(task.id), initial);
  const form = useForm(
    async () => {
      const body = draftOf(draft.value, startOn);
      if (!body) return;
      await call(recurrenceEndpoints.set, { params: { id: task.id }, body });
      draft.clear();
      onClose();
      showNote({ text: t('repeat.saved', { rule: words(body, startOn) }) });
      await work(async () => undefined);
    },
    () => faultsOf(draft.value),
  );
  return (
    <Dialog
      opened
      title={t('repeat.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('core:cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t('repeat.save')}
          </Button>
        </>
      }
    >
      <form ref={form.form} noValidate onSubmit={(event) => void form.submit(event)}>
        <RepeatFields value={draft.value} onChange={draft.set} startOn={startOn} errors={form.errors} />
        {repeat && <p className={cx(p.message, s.onwards)}>{t('repeat.onwards')}</p>}
        {Object.keys(form.errors).length === 0 && <FormProblem>{form.problem}</FormProblem>}
      </form>
    </Dialog>
  );
}
