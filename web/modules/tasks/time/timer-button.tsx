import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { Button } from '../../../ui/button.js';
import { Elapsed } from './elapsed.js';
import { useTimer, useTimerSteps } from './use-time.js';

/** Starts to count for a task, or stops. */
export function TimerButton({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const timer = useTimer();
  const { start, stop } = useTimerSteps();
  const [busy, setBusy] = useState(false);
  if (timer === undefined) return null;
  const isOn = timer?.taskId === task.id;
  const press = () => {
    setBusy(true);
    void (isOn ? stop() : start(task.id)).finally(() => setBusy(false));
  };
  return (
    <Button small icon={isOn ? 'stop' : 'clock'} busy={busy} onClick={press}>
      {isOn ? (
        <>
          {t('time.stop')} <Elapsed since={timer.startedAt} />
        </>
      ) : (
        t('time.start')
      )}
    </Button>
  );
}
