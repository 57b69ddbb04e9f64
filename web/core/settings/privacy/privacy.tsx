import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataSubject, type Held, privacyEndpoints } from '../../../../server/contracts/core/privacy.js';
import { Button } from '../../../ui/button.js';
import { Owner } from '../../../ui/cells.js';
import { showNote } from '../../../ui/feedback.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
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
import { InArchives } from './in-archives.js';
import own from './privacy.module.css';

const key = 'core.privacy';
const looks: Record<Held['items'][number]['fate'], TagLook> = { erased: 'bad', scrubbed: 'warn', kept: 'plain' };

function HeldCard({ held }: { held: Held }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const [asking, setAsking] = useState(false);
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
      <ul className={s.lines}>
        {left.map(({ what, count, fate, why }) => (
          <li key={`${what} ${fate}`}>
            <div>
              <b>{what}</b> {f.number(count)}
              {why && <small>{why}</small>}
            </div>
            <Tag look={looks[fate]}>{t(`privacy.fate.${fate}`)}</Tag>
          </li>
        ))}
      </ul>
      {held.archived.length > 0 && <p className={s.quiet}>{t('privacy.archived', { modules: held.archived.join(', ') })}</p>}
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
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            showNote({ text: t('privacy.begun') });
            void queryClient.invalidateQueries({ queryKey: [key] });
          }}
        />
      )}
    </section>
  );
}

function Found({ q, chosen, onChoose }: { q: string; chosen: string | undefined; onChoose(subject: DataSubject): void }) {
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
        items.length === 0 ? (
          <p className={s.quiet}>{t('privacy.nobody')}</p>
        ) : (
          <ul className={own.found} aria-label={t('privacy.found')}>
            {items.map((one) => (
              <li key={`${one.type}:${one.id}`}>
                <button type="button" aria-pressed={chosen === `${one.type}:${one.id}`} onClick={() => onChoose(one)}>
                  <span>{one.title}</span>
                  <small>{one.kind}</small>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Done() {
  const { t } = useTranslation('core');
  const query = useInfiniteQuery({
    queryKey: [key, 'erasures'],
    queryFn: ({ pageParam }) => call(privacyEndpoints.erasures, { query: pageParam ? { after: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((one) => one.state === 'running')) ? 2000 : false),
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const running = items.filter((one) => one.state === 'running').length;
  const before = useRef(running);
  // What was erased has another name now, and what is held of it is less.
  useEffect(() => {
    if (running < before.current) for (const what of ['find', 'held']) void queryClient.invalidateQueries({ queryKey: [key, what] });
    before.current = running;
  }, [running]);
  if (items.length === 0) return null;
  return (
    <section className={s.section}>
      <h3>{t('privacy.done')}</h3>
      <p>{t('privacy.doneText')}</p>
      <div className={`${s.card} ${s.plain}`}>
        <Table label={t('privacy.done')} columns={['record', 'when', 'by'].map((column) => t(`privacy.${column}`))}>
          {items.map((one) => (
            <tr key={one.id}>
              <td>{t('privacy.numbered', { kind: one.kind, id: one.recordId })}</td>
              <td data-label={t('privacy.when')}>
                <When at={one.at} />
              </td>
              <td data-label={t('privacy.by')}>
                <Owner id={one.byId} />
              </td>
              <td className={s.end}>
                <Tag look={one.state === 'done' ? 'ok' : 'accent'}>{t(`privacy.state.${one.state}`)}</Tag>
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
  const held = useQuery({
    queryKey: [key, 'held', asked.of],
    queryFn: ({ signal }) => call(privacyEndpoints.held, { query: { type: type ?? '', id: Number(id) }, signal }),
    enabled: Boolean(type && Number(id)),
  });
  return (
    <>
      <PageHead title={t('settings.privacy')} text={t('privacy.text')} />
      <Tools find={t('privacy.find')} value={q} onFind={setQ} />
      <Found q={words} chosen={asked.of} onChoose={(one) => setAsked({ of: `${one.type}:${one.id}` })} />
      {words.length >= 2 && <InArchives key={words} q={words} />}
      {asked.of && (
        <Loaded query={held} rows={4}>
          {(data) => <HeldCard key={asked.of} held={data} />}
        </Loaded>
      )}
      <Done />
    </>
  );
}
