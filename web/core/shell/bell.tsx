import { Popover } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useNotices, useReadNotices, useUnread } from '../notices/data.js';
import { NoticeRow } from '../notices/notice-row.js';
import n from '../notices/notices.module.css';
import { useOffers } from '../notices/use-offer.js';
import { useProblemWords } from '../words.js';
import b from './bell.module.css';
import s from './shell.module.css';

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const offerOf = useOffers();
  const query = useNotices();
  const read = useReadNotices();
  const notices = query.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = query.data?.pages[0]?.unread ?? 0;
  return (
    <div className={b.panel}>
      <div className={b.head}>
        <h2>{t('notices.title')}</h2>
        {unread > 0 && (
          <Button look="quiet" onClick={() => read.mutate({ all: true })} busy={read.isPending}>
            {t('notices.readAll')}
          </Button>
        )}
      </div>
      {query.isPending && <SkeletonRows rows={4} label={t('loading')} />}
      {query.isError && <p className={b.note}>{words(query.error)}</p>}
      {query.isSuccess && notices.length === 0 && <p className={b.note}>{t('notices.none')}</p>}
      <ul className={n.list}>
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} offered={offerOf(notice)} onLeave={onClose} />
        ))}
      </ul>
      <div className={b.foot}>
        <Link to={'/inbox' as never} onClick={onClose}>
          {t('notices.openInbox')}
        </Link>
        <Link to={'/me/notices' as never} onClick={onClose}>
          {t('notices.settings')}
        </Link>
      </div>
    </div>
  );
}

/** The inbox. New notices are told to screen readers by number, not read out one by one. */
export function Bell() {
  const { t } = useTranslation('core');
  const [open, setOpen] = useState(false);
  const unread = useUnread();
  const before = useRef(unread);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (unread > before.current) setSaid(t('notices.arrived', { count: unread - before.current }));
    before.current = unread;
  }, [unread, t]);
  return (
    <>
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <button
            type="button"
            className={s.bell}
            aria-label={unread > 0 ? t('notices.bell', { count: unread }) : t('notices.title')}
            title={t('notices.title')}
            onClick={() => setOpen(!open)}
          >
            <Icon name="bell" size={18} />
            {unread > 0 && <span className={s.unread}>{unread > 99 ? '99+' : unread}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label={t('notices.title')}>
          {open && <Panel onClose={() => setOpen(false)} />}
        </Popover.Dropdown>
      </Popover>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
