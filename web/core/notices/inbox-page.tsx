import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Link } from '../../ui/link.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { EmptyState } from '../../ui/states.js';
import { BareSelect } from '../form/field.js';
import { useAddressQuery } from '../navigation.js';
import { ListFailed } from '../records/list-states.js';
import { useOnlyLooks } from '../session.js';
import { useHeading } from '../shell/heading.js';
import { useNoticeSettings, useNotices, useReadNotices, useUnread } from './data.js';
import { NoticeRow } from './notice-row.js';
import s from './notices.module.css';
import { useOffers } from './use-offer.js';

function Notices({ unread, kind }: { unread: boolean; kind: string }) {
  const { t } = useTranslation('core');
  const offerOf = useOffers();
  const query = useNotices({ ...(unread ? { unread } : {}), ...(kind ? { kind } : {}) });
  const end = useRef<HTMLDivElement>(null);
  const notices = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  // Looked at again after every load: a list that still ends inside the screen goes on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of notices is the reason to look again
  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage || isFetchingNextPage) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void fetchNextPage(), { rootMargin: '300px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, notices.length]);
  if (query.isError && notices.length === 0)
    return (
      <div className={`${s.card} ${s.state}`}>
        <ListFailed error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  if (query.isPending)
    return (
      <div className={s.card}>
        <SkeletonRows rows={6} label={t('loading')} />
      </div>
    );
  if (notices.length === 0)
    return (
      <div className={`${s.card} ${s.state}`}>
        {unread || kind ? (
          <EmptyState icon="check" title={t('notices.empty.filtered')} text={t('notices.empty.filteredText')} />
        ) : (
          <EmptyState icon="bell" title={t('notices.empty.title')} text={t('notices.none')} />
        )}
      </div>
    );
  return (
    <>
      <ul className={`${s.card} ${s.list}`} aria-label={t('notices.title')}>
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} offered={offerOf(notice)} />
        ))}
      </ul>
      <div ref={end} className={s.end} />
      {isFetchingNextPage && <SkeletonRows rows={2} label={t('loading')} />}
    </>
  );
}

/** Everything that was told, newest first: all, what is unread, or one kind. What is chosen stands in the address. */
export default function InboxPage() {
  const { t } = useTranslation('core');
  useHeading(t('notices.title'));
  const [query, setQuery] = useAddressQuery();
  const kinds = useNoticeSettings().data?.kinds ?? [];
  const count = useUnread();
  const read = useReadNotices();
  const looks = useOnlyLooks();
  const unread = query.show === 'unread';
  const kind = query.kind ?? '';
  return (
    <div className={s.page}>
      <div className={s.bar}>
        <fieldset className={s.days}>
          <legend className="visually-hidden">{t('notices.show')}</legend>
          {(['all', 'unread'] as const).map((each) => (
            <label key={each} className={s.day}>
              <input
                type="radio"
                name="show"
                checked={unread === (each === 'unread')}
                onChange={() => setQuery({ ...query, show: each === 'all' ? '' : each })}
              />
              {t(`notices.shown.${each}`, { count })}
            </label>
          ))}
        </fieldset>
        <BareSelect
          name={t('notices.kind')}
          value={kind}
          empty={t('notices.everyKind')}
          options={kinds.map(({ id, label }) => ({ value: id, label }))}
          onChange={(chosen) => setQuery({ ...query, kind: chosen })}
        />
        <span className={s.space} />
        {count > 0 && !looks && (
          <Button look="quiet" icon="check" busy={read.isPending} onClick={() => read.mutate({ all: true })}>
            {t('notices.readAll')}
          </Button>
        )}
        <Link to="/me/notices">{t('notices.settings')}</Link>
      </div>
      <Notices key={`${unread} ${kind}`} unread={unread} kind={kind} />
    </div>
  );
}
