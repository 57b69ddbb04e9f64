import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import type { Repeat } from '../../../../server/contracts/tasks/recurrence.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { useLater } from '../../../ui/later.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './repeat.module.css';
import { useDayOf } from './use-repeat.js';
import { useRepeatWords } from './words.js';

const loadDialog = () => import('./repeat-dialog.js');
const loadStop = () => import('./stop-dialog.js');

interface TaskRepeatProps {
  task: Task;
  repeat: Repeat | null | undefined;
  mayChange: boolean;
  /** Whether the dialog is open, also where the task does not come again yet. */
  setting: boolean;
  onSetting(setting: boolean): void;
}

/** Says how a task comes again and when next, and leads to where that is changed. */
export function TaskRepeat({ task, repeat, mayChange, setting, onSetting }: TaskRepeatProps) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const words = useRepeatWords();
  const dayOfTask = useDayOf();
  const [stopping, setStopping] = useState(false);
  const dialog = useLater(loadDialog, setting);
  const stop = useLater(loadStop, stopping);
  const next = (of: Repeat) => (of.nextOn !== null ? t('repeat.next', { day: f.day(of.nextOn) }) : t('repeat.whenDone'));
  const ended = (of: Repeat) =>
    of.failure === null ? t('repeat.over') : of.failureText === null ? t('repeat.failedOther') : t('repeat.failed', { reason: of.failureText });
  return (
    <>
      {repeat && (
        <div className={s.line}>
          {repeat.endedAt === null ? (
            <>
              <span className={s.rule}>
                <Icon name="refresh" size={16} />
                <span>{words(repeat, repeat.startOn ?? dayOfTask(task.deadlineAt))}</span>
              </span>
              <span className={s.next}>{next(repeat)}</span>
            </>
          ) : (
            <span className={repeat.failure === null ? s.next : s.ended}>{ended(repeat)}</span>
          )}
          {mayChange && (
            <span>
              <Button small look="quiet" onClick={() => onSetting(true)}>
                {t('repeat.change')}
              </Button>
              {repeat.endedAt === null && (
                <Button small look="quiet" onClick={() => setStopping(true)}>
                  {t('repeat.stop')}
                </Button>
              )}
            </span>
          )}
        </div>
      )}
      {dialog && setting && repeat !== undefined && <dialog.RepeatDialog task={task} repeat={repeat} onClose={() => onSetting(false)} />}
      {stop && stopping && repeat && <stop.StopDialog task={task} repeat={repeat} onClose={() => setStopping(false)} />}
    </>
  );
}
