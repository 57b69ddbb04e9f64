import { Popover } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../server/contracts/core/notices.js';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useFormat, When } from '../../ui/ui-context.js';
import { useGo } from '../navigation.js';
import { useRecordPlaces } from '../registry.js';
import { useProblemWords } from '../words.js';
import b from './bell.module.css';
import { noticeText, useNotices, useReadNotices, useUnread } from './notices.js';
import s from './shell.module.css';

function Row({ notice, onOpen }: { notice: Notice; onOpen: (to: string | null) => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const placeOf = useRecordPlaces();
  const place = notice.recordType && notice.recordId !== null ? placeOf(notice.recordType, notice.recordId) : null;
  return (
    <li>
      <button type="button" className={cx(b.row, !notice.readAt && b.unread)} onClick={() => onOpen(place?.url ?? null)}>
        <Icon name={place?.icon ?? 'bell'} size={18} />
        <span>
          {!notice.readAt && <span className="visually-hidden">{t('notices.new')}</span>}
          <span>{noticeText(notice, f)}</span> <When at={notice.at} className={b.when} />
        </span>
      </button>
    </li>
  );
}

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const words = useProblemWords();
  const query = useNotices(true);
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
      <ul>
        {notices.map((notice) => (
          <Row
            key={notice.id}
            notice={notice}
            onOpen={(to) => {
              if (!notice.readAt) read.mutate({ ids: [notice.id] });
              if (!to) return;
              onClose();
              go(to);
            }}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button look="quiet" onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
          {t('notices.more')}
        </Button>
      )}
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
