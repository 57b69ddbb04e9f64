import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type NewsItem, newsEndpoints } from '../../../server/contracts/core/news.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useFormat, When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { fieldName, recordName, recordsName } from '../module-words.js';
import { noticeText } from '../notices/data.js';
import { useOffers } from '../notices/use-offer.js';
import { listWith } from '../records/list-with.js';
import { useModules, useRecordPlaces } from '../registry.js';
import { useOnlyLooks } from '../session.js';
import { useProblemWords } from '../words.js';
import s from './my-day.module.css';

const key = ['core.news'];
/** Milliseconds after which somebody who still looks is noted again, and what came meanwhile is fetched. */
const again = 120_000;

/** Notes that the person looks, as long as the page can really be seen; not for somebody who looks in their place. */
function useNoteVisit(upTo: number | undefined): void {
  const isGuest = useOnlyLooks();
  useEffect(() => {
    if (upTo === undefined || isGuest) return;
    const note = () => {
      // Without the network it is noted next time.
      if (document.visibilityState === 'visible') void call(newsEndpoints.seen, { body: { upTo } }).catch(() => undefined);
    };
    note();
    const timer = setInterval(note, again);
    document.addEventListener('visibilitychange', note);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', note);
    };
  }, [upTo, isGuest]);
}

/** Who did it and what, in one line: "Nara and 2 more changed the stage and the amount". */
function useStory(): (item: NewsItem) => string {
  const { t } = useTranslation('core');
  const { language } = useFormat();
  return ({ recordType, people, created, fields, stage, count: records }) => {
    const [first, second] = people;
    const context = records > 1 ? 'all' : undefined;
    const many = people.length > 2 ? 'more' : second ? 'two' : first ? 'one' : 'portal';
    const who = t(`home.who.${many}`, { first, second, count: people.length - 1 });
    if (created) return t('home.did.created', { who, context });
    if (stage) return t('home.did.moved', { who, stage, context });
    const names = fields.flatMap((field) => fieldName(String(recordType), field) ?? []);
    const what = new Intl.ListFormat(language, { type: 'conjunction' }).format(names.slice(0, 2).map((name) => `“${name}”`));
    if (names.length === 0) return t('home.did.something', { who, context });
    return t(names.length > 2 ? 'home.did.changedAll' : 'home.did.changed', { who, what });
  };
}

function Line({ item }: { item: NewsItem }) {
  const f = useFormat();
  const placeOf = useRecordPlaces();
  const { t } = useTranslation('core');
  const modules = useModules();
  const manyOf = ({ count, uncounted }: NewsItem, type: string) => {
    const name = recordsName(type);
    return t('home.many', { number: `${f.number(count)}${uncounted ? '+' : ''}`, records: name.charAt(0).toLocaleLowerCase() + name.slice(1) });
  };
  const offerOf = useOffers();
  const story = useStory();
  const { recordType, recordId, count } = item;
  const place = recordType ? placeOf(recordType, recordId ?? 0) : null;
  const offered = item.notice && offerOf(item.notice);
  const many = recordType && count > 1 ? listWith(modules, recordType, item.created ? { sort: '-createdAt' } : item.values) : null;
  const to = many ?? (recordId === null ? null : place?.url) ?? offered?.to ?? null;
  // "2026-0003" or "3" alone does not say what it is.
  const named = recordType && !/\p{L}/u.test(item.title) ? [recordName(recordType), item.title].filter(Boolean).join(' ') : item.title;
  const title = item.notice ? noticeText(item.notice, f) : recordType && count > 1 ? manyOf(item, recordType) : named;
  return (
    <li>
      <Icon name={place?.icon ?? offered?.icon ?? 'bell'} />
      <span>
        {to ? (
          <Link to={to as never} className={s.subject}>
            {title}
          </Link>
        ) : (
          <span className={s.subject}>{title}</span>
        )}
        {!item.notice && <span className={s.story}>{story(item)}</span>} <When at={item.at} className={s.at} />
      </span>
    </li>
  );
}

/** What happened since the visit before this one: a reload loses nothing of it, half an hour away begins anew. */
export function News() {
  const { t } = useTranslation('core');
  const f = useFormat();
  const client = useQueryClient();
  const words = useProblemWords('reading');
  const looks = useOnlyLooks();
  const query = useQuery({ queryKey: key, queryFn: () => call(newsEndpoints.list), staleTime: 0, refetchInterval: again });
  const news = query.data;
  useNoteVisit(news?.upTo);
  const read = useMutation({
    mutationFn: (upTo: number) => call(newsEndpoints.seen, { body: { upTo, all: true } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <section className={s.news} aria-labelledby="news">
      <header className={s.newsHead}>
        <h2 id="news">{t('home.news')}</h2>
        {news?.since && <span>{t('home.newsSince', { when: f.instant(news.since) })}</span>}
        {news && news.items.length > 0 && !looks && (
          <Button look="quiet" small busy={read.isPending} onClick={() => read.mutate(news.upTo)}>
            {t('home.newsRead')}
          </Button>
        )}
      </header>
      {query.isPending && <SkeletonRows rows={3} label={t('loading')} />}
      {query.isError && !news && <p className={s.failed}>{words(query.error)}</p>}
      {news?.items.length === 0 && (
        <p className={s.nothing}>
          <b>{t('home.newsNone.title')}</b> {t('home.newsNone.text')}
        </p>
      )}
      <ul>
        {news?.items.map((item) => (
          <Line
            key={item.recordType ? `${item.recordType} ${item.recordId ?? [item.created, item.stage, ...item.people, ...item.fields].join()}` : item.notice?.id}
            item={item}
          />
        ))}
      </ul>
      {news?.more && <p className={s.nothing}>{t('home.newsMore')}</p>}
    </section>
  );
}
