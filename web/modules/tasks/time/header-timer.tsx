import { useTranslation } from 'react-i18next';
import { useOnlyLooks } from '../../../core/session.js';
import { IconButton } from '../../../ui/button.js';
import { Link } from '../../../ui/link.js';
import { Elapsed } from './elapsed.js';
import s from './time.module.css';
import { useLiveTime, useTimer, useTimerSteps } from './use-time.js';

/** The timer that runs, at the top of every page: for which task, for how long, and a way to stop it. */
export default function HeaderTimer() {
  const { t } = useTranslation('tasks');
  const timer = useTimer();
  const { stop } = useTimerSteps();
  const looks = useOnlyLooks();
  useLiveTime();
  if (!timer) return null;
  return (
    <div className={s.running} role="group" aria-label={t('time.running')}>
      <Link to={`/tasks/tasks/${timer.taskId}`} className={s.what as string} title={timer.taskTitle ?? undefined}>
        <span className={s.title}>{timer.taskTitle ?? t('time.hiddenTask')}</span>
        <Elapsed since={timer.startedAt} />
      </Link>
      {!looks && <IconButton small icon="stop" label={t('time.stop')} onClick={() => void stop()} />}
    </div>
  );
}
