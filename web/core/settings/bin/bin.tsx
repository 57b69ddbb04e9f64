import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BinEntry, binEndpoints } from '../../../../server/contracts/core/bin.js';
import type { ById } from '../../../../server/contracts/core/endpoint.js';
import { Button } from '../../../ui/button.js';
import { Owner } from '../../../ui/cells.js';
import { showError, showNote } from '../../../ui/feedback.js';
import { BulkBar } from '../../../ui/list/bulk-bar.js';
import { Check } from '../../../ui/list/check.js';
import { EmptyState } from '../../../ui/states.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { BareSelect } from '../../form/field.js';
import { useLive, useLiveEvents } from '../../live.js';
import { recordsName } from '../../module-words.js';
import { queryClient } from '../../query.js';
import { Waiting } from '../../states/waiting.js';
import { useProblemWords } from '../../words.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { More, Table, Tools } from '../table.js';
import own from './bin.module.css';

const DAY_MS = 86_400_000;
const key = 'core.bin';

function useBin(q: string, type: string) {
  return useInfiniteQuery({
    queryKey: [key, 'list', { q, type }],
    queryFn: ({ pageParam }) =>
      call(binEndpoints.list, { query: { limit: 50, ...(q ? { q } : {}), ...(type ? { type } : {}), ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** Taken back by the route of its own kind, which knows what has to follow. */
const restore = (entry: BinEntry) =>
  call<{ params: ById; body: object; reply: unknown }>(
    { method: 'POST', path: `/api/v1/${entry.place}/:id/restore`, right: `${entry.type}.delete` },
    { params: { id: entry.recordId }, body: {} },
  );

function DaysLeft({ entry }: { entry: BinEntry }) {
  const { t } = useTranslation('core');
  const format = useFormat();
  if (entry.purgedAt === null)
    return (
      <span className={s.quiet} title={t('bin.staysWhy')}>
        {t('bin.stays')}
      </span>
    );
  const days = Math.max(0, Math.ceil((Date.parse(entry.purgedAt) - Date.now()) / DAY_MS));
  return <time dateTime={entry.purgedAt}>{t('bin.days', { count: days, formatted: format.number(days) })}</time>;
}

/** What was deleted and may be taken back, of every kind. */
export default function BinPage() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [q, setQ] = useState('');
  const [type, setType] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const query = useBin(useDeferredValue(q.trim()), type);
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const types = query.data?.pages[0]?.types ?? [];
  useLive(...(types.length > 0 ? types : [key]));
  useLiveEvents(
    useCallback(({ name }) => {
      if (name === 'deleted' || name === 'created') void queryClient.invalidateQueries({ queryKey: [key] });
    }, []),
  );
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const takeBack = async (wanted: readonly BinEntry[]) => {
    setBusy(true);
    const back: BinEntry[] = [];
    let refused: unknown = null;
    for (const entry of wanted) {
      try {
        await restore(entry);
        back.push(entry);
      } catch (error) {
        refused = error;
        showError({ text: t('bin.refused', { title: entry.title, why: words(error) }) });
      }
    }
    setBusy(false);
    setChosen(new Set());
    const kinds = new Set(back.map((entry) => entry.type));
    await Promise.all([key, ...kinds].map((each) => queryClient.invalidateQueries({ queryKey: [each] })));
    const [first] = back;
    if (first && refused === null) showNote({ text: t('bin.back', { count: back.length, title: first.title }) });
  };
  const visible = entries.filter((entry) => chosen.has(entry.id));
  const filtered = q !== '' || type !== '';
  return (
    <>
      <PageHead title={t('settings.bin')} text={t('bin.text')} />
      <Tools find={t('bin.find')} value={q} onFind={setQ}>
        <BareSelect
          name={t('bin.kind')}
          value={type}
          onChange={setType}
          empty={t('bin.allKinds')}
          options={types.map((each) => ({ value: each, label: recordsName(each) }))}
        />
      </Tools>
      <div className={`${s.card} ${s.plain}`}>
        {query.isPending && <Waiting />}
        {query.isError && <p className={s.card}>{words(query.error)}</p>}
        {query.isSuccess && entries.length === 0 && (
          <div className={own.empty}>
            <EmptyState icon="trash" title={t(filtered ? 'bin.notFound' : 'bin.none')} text={t(filtered ? 'bin.notFoundText' : 'bin.noneText')} />
          </div>
        )}
        {entries.length > 0 && (
          <Table
            columns={[
              <Check
                key="all"
                focusable
                checked={visible.length === entries.length}
                mixed={visible.length > 0 && visible.length < entries.length}
                label={t('bin.all')}
                onToggle={() => setChosen(visible.length === entries.length ? new Set() : new Set(entries.map(({ id }) => id)))}
              />,
              ...['what', 'by', 'when', 'left'].map((column) => t(`bin.${column}`)),
            ]}
          >
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className={own.tick}>
                  <Check focusable checked={chosen.has(entry.id)} label={entry.title} onToggle={() => toggle(entry.id)} />
                </td>
                <td className={own.what}>
                  {entry.title}
                  <small>{recordsName(entry.type)}</small>
                </td>
                <td data-label={t('bin.by')}>
                  <Owner id={entry.deletedBy} />
                </td>
                <td data-label={t('bin.when')}>
                  <When at={entry.deletedAt} />
                </td>
                <td data-label={t('bin.left')}>
                  <DaysLeft entry={entry} />
                </td>
                <td className={s.end}>
                  <Button
                    look="quiet"
                    icon="undo"
                    disabled={busy}
                    aria-label={t('bin.restoreOne', { title: entry.title })}
                    onClick={() => void takeBack([entry])}
                  >
                    {t('bin.restore')}
                  </Button>
                </td>
              </tr>
            ))}
          </Table>
        )}
        <More query={query} />
      </div>
      <BulkBar
        count={visible.length}
        actions={[{ id: 'restore', label: t('bin.restore'), icon: 'undo', disabled: busy, onSelect: () => void takeBack(visible) }]}
        onClear={() => setChosen(new Set())}
      />
    </>
  );
}
