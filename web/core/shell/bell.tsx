import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import a from '../../ui/anchor.module.css';
import { Icon } from '../../ui/icon.js';
import { useOpenLater } from '../../ui/later.js';
import { useUnread } from '../notices/data.js';
import s from './shell.module.css';

const loadPanel = () => import('./later/bell-panel.js');

/** The inbox. New notices are told to screen readers by number, not read out one by one. */
export function Bell() {
  const { t } = useTranslation('core');
  const { part, opened, setOpened, button } = useOpenLater(loadPanel);
  const unread = useUnread();
  const before = useRef(unread);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (unread > before.current) setSaid(t('notices.arrived', { count: unread - before.current }));
    before.current = unread;
  }, [unread, t]);
  return (
    <>
      <span className={a.anchored}>
        <button
          type="button"
          className={s.bell}
          aria-label={unread > 0 ? t('notices.bell', { count: unread }) : t('notices.title')}
          title={t('notices.title')}
          aria-haspopup="dialog"
          {...button}
        >
          <Icon name="bell" size={18} />
          {unread > 0 && <span className={s.unread}>{unread > 99 ? '99+' : unread}</span>}
        </button>
        {part && <part.BellPanel opened={opened} onChange={setOpened} />}
      </span>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
