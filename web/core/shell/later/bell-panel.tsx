import { Popover } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import a from '../../../ui/anchor.module.css';
import { Button } from '../../../ui/button.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useNotices, useReadNotices } from '../../notices/data.js';
import { NoticeRow } from '../../notices/notice-row.js';
import n from '../../notices/notices.module.css';
import { useOffers } from '../../notices/use-offer.js';
import { useProblemWords } from '../../words.js';
import b from './bell-panel.module.css';

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords('reading');
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

/** The newest notices, below the bell. */
export function BellPanel({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation('core');
  return (
    <Popover opened={opened} onChange={onChange} position="bottom-end" width={380} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <span className={a.anchor} aria-hidden="true" />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notices.title')}>
        {opened && <Panel onClose={() => onChange(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}
