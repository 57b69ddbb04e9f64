import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.js';
import { cx } from './cx.js';
import s from './feedback.module.css';
import { act, closeToast, lastsOnceOver, type Toast, type ToastLink, type ToastStep } from './feedback-store.js';
import { Icon } from './icon.js';
import { Link } from './link.js';

function Next({ link, onTaken }: { link: ToastLink | ToastStep; onTaken(): void }) {
  if ('to' in link)
    return (
      <Link to={link.to} className={s.link} onClick={onTaken}>
        {link.label}
      </Link>
    );
  const take = () => {
    onTaken();
    link.onSelect();
  };
  return (
    <Button look="quiet" className={s.action} onClick={take}>
      {link.label}
    </Button>
  );
}

/** One toast; its time stands still while it is pointed at or holds the focus. */
export function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation('ui');
  const [held, setHeld] = useState(false);
  const left = useRef(toast.lasts ?? lastsOnceOver);
  useEffect(() => {
    if (toast.lasts === null || held) return;
    const since = Date.now();
    const timer = setTimeout(() => closeToast(toast.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(500, left.current - (Date.now() - since));
    };
  }, [toast, held]);
  const label = toast.action?.label ?? t(toast.kind === 'undo' ? 'toast.undo' : 'error.retry');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only holds the time, everything else is a button
    <div
      className={cx(s.toast, toast.kind === 'error' && s.error)}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.kind === 'error' && <Icon name="alert" size={16} />}
      <span className={cx(s.words, toast.kind !== 'error' && !toast.link && s.brief)}>
        {toast.text}
        {toast.requestId && (
          <>
            {' '}
            <code>{toast.requestId}</code>
          </>
        )}
        {toast.link && (
          <>
            {' '}
            <Next link={toast.link} onTaken={() => closeToast(toast.id)} />
          </>
        )}
      </span>
      {toast.action && (
        <Button look="quiet" className={s.action} icon={toast.kind === 'undo' ? 'undo' : undefined} onClick={() => act(toast)}>
          {label}
        </Button>
      )}
      <IconButton icon="x" label={t('close')} className={s.close} onClick={() => closeToast(toast.id)} />
      {toast.lasts !== null && <i className={s.time} style={{ animationDuration: `${toast.lasts}ms`, animationPlayState: held ? 'paused' : 'running' }} />}
    </div>
  );
}
