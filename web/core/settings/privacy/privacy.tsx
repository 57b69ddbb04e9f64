import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type RefObject, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Erasure, type Held, privacyEndpoints } from '../../../../server/contracts/core/privacy.js';
import { Button } from '../../../ui/button.js';
import { Owner } from '../../../ui/cells.js';
import { closeToast, showNote } from '../../../ui/feedback.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { download } from '../../download.js';
import { useAddressQuery } from '../../navigation.js';
import { queryClient } from '../../query.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { More, Table, Tools } from '../table.js';
import { EraseDialog } from './erase-dialog.js';
import { HeldInArchives, HeldItems, useHeldInArchives } from './held-in-archives.js';
import { InArchives } from './in-archives.js';
import own from './privacy.module.css';
import { type Choosing, Subjects } from './subjects.js';

const key = 'core.privacy';

/** The toast that tells that somebody is being erased, until they are. */
type Begun = RefObject<number | null>;

function HeldCard({ held, begun }: { held: Held; begun: Begun }) {
  const { t } = useTranslation('core');
  const [asking, setAsking] = useState(false);
  const inArchives = useHeldInArchives(held);
  // What was erased is gone, or stays without the name: what came back with a module or a backup is erased by itself.
  const left = held.erasedAt ? held.items.filter(({ fate }) => fate === 'kept') : held.items;
  return (
    <section className={`${s.card} ${own.held}`} aria-label={held.title}>
      <div className={s.titleRow}>
        <h3>{held.title}</h3>
        <span className={s.quiet}>{held.kind}</span>
      </div>
      {held.erasedAt && (
        <p className={s.quiet}>
          {t('privacy.erasedAt')} <When at={held.erasedAt} />
        </p>
      )}
      <HeldItems items={left} />
      {held.archives > 0 && <HeldInArchives archives={held.archives} query={inArchives} />}
      <p className={s.quiet}>{t('privacy.backups')}</p>
      <p className={s.quiet}>{t('privacy.elsewhere')}</p>
      {held.refusal && <p>{held.refusal}</p>}
      <div className={own.actions}>
        <Button icon="download" onClick={() => download(addressOf(privacyEndpoints.export, { query: { type: held.type, id: held.id } }))}>
          {t('privacy.export')}
        </Button>
        {!held.erasedAt && (
          <Button look="danger" icon="trash" disabled={held.refusal !== null} onClick={() => setAsking(true)}>
            {t('privacy.eraseStart')}
          </Button>
        )}
      </div>
      {asking && (
        <EraseDialog
          held={held}
          rewritten={inArchives.data?.items.filter(({ why }) => why === null).length ?? 0}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            begun.current = showNote({ text: t('privacy.begun') });
            void queryClient.invalidateQueries({ queryKey: [key] });
          }}
        />
      )}
    </section>
  );
}

function Found({ q, ...choosing }: { q: string } & Choosing) {
  const { t } = useTranslation('core');
  const query = useQuery({
    queryKey: [key, 'find', q],
    queryFn: ({ signal }) => call(privacyEndpoints.find, { query: { q }, signal }),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
  });
  if (q.length < 2) return q === '' ? null : <p className={s.quiet}>{t('privacy.longer')}</p>;
  return (
    <Loaded query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? <p className={s.quiet}>{t('privacy.nobody')}</p> : <Subjects items={items} label={t('privacy.found')} {...choosing} />
      }
    </Loaded>
  );
}

/** What became of archives, and what the work waits for. */
function Outcome({ archives, problem }: Erasure) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <>
      {problem && <small className={own.problem}>{t(`privacy.problem.${problem}`)}</small>}
      {archives.map(({ archive, count, why }) => (
        <small key={archive} className={own.outcome}>
          {why === null
            ? t('privacy.rewritten', { archive, count: count ?? 0, n: f.number(count ?? 0) })
            : t('privacy.leftAsItIs', { archive, why: t(`privacy.inArchives.left.${why}`) })}
        </small>
      ))}
    </>
  );
}

const shareOf = ({ work }: Erasure): number | null => (work && work.total > 0 ? Math.min(1, work.done / work.total) : null);

function Done({ begun }: { begun: Begun }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const query = useInfiniteQuery({
    queryKey: [key, 'erasures'],
    queryFn: ({ pageParam }) => call(privacyEndpoints.erasures, { query: pageParam ? { after: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((one) => one.state === 'running')) ? 2000 : false),
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const running = items.filter((one) => one.state === 'running').length;
  // One that is done before it was seen running counts too.
  const newest = items.find((one) => one.state === 'done')?.id ?? 0;
  const before = useRef<{ running: number; newest: number } | null>(null);
  // What was erased has another name now, and what is held of it is less, in archives too.
  useEffect(() => {
    if (!query.isSuccess) return;
    const known = before.current;
    before.current = { running, newest };
    if (!known || (running >= known.running && newest <= known.newest)) return;
    for (const what of ['find', 'held', 'archives']) void queryClient.invalidateQueries({ queryKey: [key, what] });
    if (running > 0 || begun.current === null) return;
    closeToast(begun.current);
    begun.current = null;
  }, [running, newest, query.isSuccess, begun]);
  if (items.length === 0) return null;
  return (
    <section className={s.section}>
      <h3>{t('privacy.done')}</h3>
      <p>{t('privacy.doneText')}</p>
      <div className={`${s.card} ${s.plain}`}>
        <Table label={t('privacy.done')} columns={['record', 'when', 'by'].map((column) => t(`privacy.${column}`))}>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                {t('privacy.numbered', { kind: one.kind, id: one.recordId })}
                <Outcome {...one} />
              </td>
              <td data-label={t('privacy.when')}>
                <When at={one.at} />
              </td>
              <td data-label={t('privacy.by')}>
                <Owner id={one.byId} />
              </td>
              <td className={s.end}>
                <Tag look={one.state === 'done' ? 'ok' : 'accent'}>
                  {shareOf(one) === null ? t(`privacy.state.${one.state}`) : t('privacy.share', { share: f.percent(shareOf(one) ?? 0) })}
                </Tag>
              </td>
            </tr>
          ))}
        </Table>
        <More query={query} />
      </div>
    </section>
  );
}

/** What is held about a person or client: seen, given to them, erased. */
export default function PrivacyPage() {
  const { t } = useTranslation('core');
  const [q, setQ] = useState('');
  const [asked, setAsked] = useAddressQuery();
  const [type, id] = (asked.of ?? '').split(':');
  const words = useDeferredValue(q.trim());
  const begun = useRef<number | null>(null);
  const held = useQuery({
    queryKey: [key, 'held', asked.of],
    queryFn: ({ signal }) => call(privacyEndpoints.held, { query: { type: type ?? '', id: Number(id) }, signal }),
    enabled: Boolean(type && Number(id)),
  });
  const choosing: Choosing = { chosen: asked.of, onChoose: (one) => setAsked({ of: `${one.type}:${one.id}` }) };
  return (
    <>
      <PageHead title={t('settings.privacy')} text={t('privacy.text')} />
      <Tools find={t('privacy.find')} value={q} onFind={setQ} />
      <Found q={words} {...choosing} />
      {words.length >= 2 && <InArchives key={words} q={words} {...choosing} />}
      {asked.of && (
        <Loaded query={held} rows={4}>
          {(data) => <HeldCard key={asked.of} held={data} begun={begun} />}
        </Loaded>
      )}
      <Done begun={begun} />
    </>
  );
}
