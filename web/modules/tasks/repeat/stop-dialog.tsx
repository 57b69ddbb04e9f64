import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { type Repeat, recurrenceEndpoints } from '../../../../server/contracts/tasks/recurrence.js';
import { call } from '../../../core/api.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showNote, showUndo } from '../../../ui/feedback.js';
import s from './repeat.module.css';
import { useRepeatWork } from './use-repeat.js';

/** Asks what is meant by stopping: the whole series from here on, or this task alone. */
export function StopDialog({ task, repeat, onClose }: { task: Task; repeat: Repeat; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'core']);
  const work = useRepeatWork();
  const params = { id: task.id };
  const stop = async (only?: 'this') => {
    onClose();
    const query = only ? { only } : {};
    if (!(await work(() => call(recurrenceEndpoints.end, { params, query })))) return;
    if (only) return void showNote({ text: t('repeat.left', { title: task.title }) });
    const { nextOn, made, endedAt, failure, failureText, ...body } = repeat;
    showUndo({
      text: t('repeat.stopped', { title: task.title }),
      onUndo: () => work.undo(() => call(recurrenceEndpoints.set, { params, body })),
    });
  };
  return (
    <Dialog opened title={t('repeat.stopTitle')} onClose={onClose} footer={<Button onClick={onClose}>{t('core:cancel')}</Button>}>
      <div className={s.ways}>
        <Button onClick={() => void stop()}>{t('repeat.stopAll')}</Button>
        <p>{t('repeat.stopAllText')}</p>
        {/* After completion there is only ever one that the next waits for. */}
        {repeat.afterDays === undefined && repeat.made > 1 && (
          <>
            <Button onClick={() => void stop('this')}>{t('repeat.stopThis')}</Button>
            <p>{t('repeat.stopThisText')}</p>
          </>
        )}
      </div>
    </Dialog>
  );
}
